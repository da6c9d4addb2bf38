import {
  AlertOutlined,
  AuditOutlined,
  DashboardOutlined,
  FileProtectOutlined,
  FileTextOutlined,
  ImportOutlined,
  SettingOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import type { MenuItem } from './menu'

const icons = {
  workbench: DashboardOutlined,
  customers: TeamOutlined,
  serviceRecords: FileTextOutlined,
  complaints: AlertOutlined,
  approvals: AuditOutlined,
  imports: ImportOutlined,
  audit: FileProtectOutlined,
  settings: SettingOutlined,
} as const satisfies Record<MenuItem['key'], unknown>

export function MenuIcon({ name }: { name: MenuItem['key'] }) {
  const Icon = icons[name]
  return <Icon aria-hidden />
}
