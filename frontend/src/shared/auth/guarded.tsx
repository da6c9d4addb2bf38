import { Tooltip } from 'antd'
import { cloneElement, type MouseEvent, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan, type Permission } from './can'

type Action = ReactElement<{
  'aria-disabled'?: boolean
  'aria-description'?: string
  className?: string
  onClick?: (event: MouseEvent) => void
}>

type Props = {
  permission: Permission
  /** Why it cannot be done now, from the record's `allowed_actions`; undefined when it can. */
  reason?: string | undefined
  /** A role that never does this does not see it at all. */
  hide?: boolean
  children: Action
}

/** A button that tells why it cannot be used, and stays reachable by keyboard to do so. */
export function Guarded({ permission, reason, hide = false, children }: Props) {
  const { t } = useTranslation()
  const mayEver = useCan(permission)
  if (!mayEver && hide) return null
  const why = mayEver ? reason : t('noPermission')
  return why === undefined ? children : <Disabled why={why}>{children}</Disabled>
}

function Disabled({ why, children }: { why: string; children: Action }) {
  const stop = (event: MouseEvent) => {
    event.preventDefault()
    event.stopPropagation()
  }
  const className = [children.props.className, 'is-off'].filter(Boolean).join(' ')
  return (
    <Tooltip title={why}>{cloneElement(children, { 'aria-disabled': true, 'aria-description': why, className, onClick: stop })}</Tooltip>
  )
}

type ActionState = { action: string; allowed: boolean; reason?: string | null }

/** The record's own word on an action: undefined when it is allowed, else the reason (empty when none was given). */
export function reasonAgainst(record: { allowed_actions: readonly ActionState[] }, action: string): string | undefined {
  const found = record.allowed_actions.find((candidate) => candidate.action === action)
  if (found === undefined) return ''
  return found.allowed ? undefined : (found.reason ?? '')
}
