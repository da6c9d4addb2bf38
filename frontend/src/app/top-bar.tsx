import { GlobalOutlined, MoonOutlined, PlusOutlined, SunOutlined, UserOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Dropdown, Tag, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { can, type Permission } from '@/shared/auth/can'
import { signOut, useMe } from '@/shared/auth/session'
import { chooseLanguage } from '@/shared/i18n'
import { usePhone } from '@/shared/lib/media'
import { chooseTheme, useThemeMode } from '@/shared/ui/theme/mode'
import { SearchBox } from './search-box'
import { showShortcuts } from './shortcuts'

export function TopBar() {
  const { t } = useTranslation('shell')
  const me = useMe()
  const phone = usePhone()
  return (
    <header className="top">
      {can(me, 'customer.read') ? <SearchBox /> : <PhoneBrand shown={phone} />}
      <div className="top-tools">
        {me.demo && !phone ? <Tag color="warning">{t('demo')}</Tag> : null}
        <CreateMenu />
        {phone ? null : <ThemeButton />}
        {phone ? null : <LanguageButton />}
        <MeMenu />
      </div>
    </header>
  )
}

/** Where there is nothing to search, a phone would show an empty bar. */
function PhoneBrand({ shown }: { shown: boolean }) {
  const { t } = useTranslation()
  return <span className="top-brand">{shown ? t('product') : ''}</span>
}

const creations = [
  { key: 'customer', to: '/customers', search: { create: true }, permission: 'customer.write' },
  { key: 'serviceRecord', to: '/service-records/new', search: {}, permission: 'service_record.write' },
  { key: 'complaint', to: '/complaints', search: { new: 1 }, permission: 'complaint.work' },
  { key: 'approval', to: '/approvals/new', search: {}, permission: 'approval.apply' },
  { key: 'import', to: '/imports', search: {}, permission: 'import.run' },
] as const satisfies readonly { key: string; to: string; search: object; permission: Permission }[]

function CreateMenu() {
  const { t } = useTranslation('shell')
  const me = useMe()
  const phone = usePhone()
  const navigate = useNavigate()
  const mine = creations.filter((item) => can(me, item.permission))
  if (mine.length === 0) return null
  const items = mine.map((item) => ({
    key: item.key,
    label: t(`create.${item.key}`),
    onClick: () => void navigate({ to: item.to, search: item.search }),
  }))
  return (
    <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
      <Button type="primary" icon={<PlusOutlined />} aria-label={t('create.label')} aria-haspopup="menu">
        {phone ? null : t('create.label')}
      </Button>
    </Dropdown>
  )
}

function ThemeButton() {
  const { t } = useTranslation()
  const dark = useThemeMode() === 'dark'
  const label = t(dark ? 'theme.toLight' : 'theme.toDark')
  return (
    <Tooltip title={label}>
      <Button
        type="text"
        icon={dark ? <SunOutlined /> : <MoonOutlined />}
        aria-label={label}
        onClick={() => chooseTheme(dark ? 'light' : 'dark')}
      />
    </Tooltip>
  )
}

function LanguageButton() {
  const { t, i18n } = useTranslation()
  const other = i18n.language === 'en-US' ? 'zh-CN' : 'en-US'
  return (
    <Button type="text" icon={<GlobalOutlined />} lang={other} onClick={() => void chooseLanguage(other)}>
      {t('otherLanguage')}
    </Button>
  )
}

function MeMenu() {
  const { t, i18n } = useTranslation('shell')
  const { t: c } = useTranslation()
  const me = useMe()
  const phone = usePhone()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const dark = useThemeMode() === 'dark'
  const leave = () => navigate({ to: '/sign-in', search: { signed_out: true } })
  const phoneItems = [
    { key: 'theme', label: c(dark ? 'theme.toLight' : 'theme.toDark'), onClick: () => chooseTheme(dark ? 'light' : 'dark') },
    { key: 'language', label: c('otherLanguage'), onClick: () => void chooseLanguage(i18n.language === 'en-US' ? 'zh-CN' : 'en-US') },
  ]
  const items = [
    { key: 'who', label: <Who />, disabled: true },
    { type: 'divider' as const },
    ...(phone ? phoneItems : [{ key: 'shortcuts', label: t('me.shortcuts'), onClick: showShortcuts }]),
    { key: 'security', label: t('me.security'), onClick: () => void navigate({ to: '/settings/security' }) },
    { key: 'docs', label: <a href="/docs">{t('me.docs')}</a> },
    { type: 'divider' as const },
    { key: 'out', label: t('me.signOut'), onClick: () => void signOut(queryClient, leave) },
  ]
  return (
    <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
      <Button type="text" icon={<UserOutlined />} aria-label={`${t('me.label')}：${me.name}`} aria-haspopup="menu">
        {phone ? null : me.name}
      </Button>
    </Dropdown>
  )
}

function Who() {
  const { t } = useTranslation()
  const me = useMe()
  return (
    <span className="who">
      <strong>{me.name}</strong>
      <span>{me.org.name}</span>
      <span>{me.roles.map((role) => t(`role.${role}`)).join(' · ')}</span>
    </span>
  )
}
