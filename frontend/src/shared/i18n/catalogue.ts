import type approvals from './locales/zh-CN/approvals'
import type auth from './locales/zh-CN/auth'
import type general from './locales/zh-CN/general'
import type complaints from './locales/zh-CN/complaints'
import type customers from './locales/zh-CN/customers'
import type exports_ from './locales/zh-CN/exports'
import type imports from './locales/zh-CN/imports'
import type serviceRecords from './locales/zh-CN/service-records'
import type settings from './locales/zh-CN/settings'
import type shell from './locales/zh-CN/shell'
import type workbench from './locales/zh-CN/workbench'

/** One file a domain, loaded when a page of that domain opens. Chinese is the source. */
export type Catalogue = {
  general: typeof general
  auth: typeof auth
  shell: typeof shell
  workbench: typeof workbench
  customers: typeof customers
  imports: typeof imports
  exports: typeof exports_
  complaints: typeof complaints
  approvals: typeof approvals
  'service-records': typeof serviceRecords
  settings: typeof settings
}

export type Domain = keyof Catalogue

declare module 'i18next' {
  // Declaration merging needs an interface.
  interface CustomTypeOptions {
    defaultNS: 'general'
    resources: Catalogue
  }
}
