import type zh from '@/shared/i18n/locales/zh-CN/general'
import { useMe, type Me } from './session'

/** Dotted permission names as `/me` lists them; a new one needs its words in `general.permission`. */
export type Permission = keyof typeof zh.permission

export const can = (me: Me, permission: Permission): boolean => me.permissions.includes(permission)

export const useCan = (permission: Permission): boolean => can(useMe(), permission)
