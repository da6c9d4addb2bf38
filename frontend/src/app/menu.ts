import type { Permission } from '@/shared/auth/can'
import type zh from '@/shared/i18n/locales/zh-CN/shell'

export type MenuItem = {
  key: Exclude<keyof typeof zh.menu, 'label' | 'collapse' | 'expand' | 'open' | 'close' | 'more'>
  to: '/workbench' | '/customers' | '/service-records' | '/complaints' | '/approvals' | '/imports' | '/audit' | '/settings'
  /** Who does not hold it does not see the entry. */
  permission: Permission
  /** Second key after G. */
  hotkey: string
}

export const menu: readonly MenuItem[] = [
  { key: 'workbench', to: '/workbench', permission: 'workbench.read', hotkey: 'KeyW' },
  { key: 'customers', to: '/customers', permission: 'customer.read', hotkey: 'KeyC' },
  { key: 'serviceRecords', to: '/service-records', permission: 'service_record.read', hotkey: 'KeyS' },
  { key: 'complaints', to: '/complaints', permission: 'complaint.read', hotkey: 'KeyT' },
  { key: 'approvals', to: '/approvals', permission: 'approval.read', hotkey: 'KeyA' },
  { key: 'imports', to: '/imports', permission: 'import.run', hotkey: 'KeyI' },
  { key: 'audit', to: '/audit', permission: 'audit.read', hotkey: 'KeyL' },
  { key: 'settings', to: '/settings', permission: 'org.read', hotkey: 'KeyO' },
]
