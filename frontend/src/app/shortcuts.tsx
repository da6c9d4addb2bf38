import { useNavigate } from '@tanstack/react-router'
import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { can } from '@/shared/auth/can'
import { useMe } from '@/shared/auth/session'
import { useHotkeys } from '@/shared/lib/hotkeys'
import { createStore } from '@/shared/lib/store'
import { menu } from './menu'

const open = createStore(false)
export const showShortcuts = (): void => open.set(true)

/** The shortcuts of the shell and the dialog that lists them. Those of a page are registered by the page. */
export function Shortcuts() {
  const { t } = useTranslation('shell')
  const navigate = useNavigate()
  const me = useMe()
  const shown = open.use()
  const mine = menu.filter((item) => can(me, item.permission))
  useHotkeys({
    'Shift+Slash': showShortcuts,
    ...Object.fromEntries(mine.map((item) => [`KeyG ${item.hotkey}`, () => void navigate({ to: item.to })])),
  })
  return (
    <Modal title={t('shortcuts.title')} open={shown} onCancel={() => open.set(false)} footer={null}>
      <dl className="shortcuts">
        <Row keys={['⌘/Ctrl', 'K']} text={t('shortcuts.search')} />
        {mine.map((item) => (
          <Row key={item.key} keys={['G', item.hotkey.slice(3)]} text={t('shortcuts.go', { page: t(`menu.${item.key}`) })} />
        ))}
        <Row keys={['?']} text={t('shortcuts.help')} />
      </dl>
    </Modal>
  )
}

function Row({ keys, text }: { keys: string[]; text: string }) {
  return (
    <div>
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{text}</dd>
    </div>
  )
}
