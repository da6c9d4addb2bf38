import { EditOutlined, PlusOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Tag } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Guarded, reasonAgainst } from '@/shared/auth/guarded'
import type { Customer, Subscription } from './api'
import { Part } from './part'
import { daysUntil } from './term'

const SubscriptionDrawer = lazy(() => import('./subscription-drawer').then((file) => ({ default: file.SubscriptionDrawer })))

type Props = { customer: Customer; subscriptions: readonly Subscription[] }

export function Subscriptions({ customer, subscriptions }: Props) {
  const { t } = useTranslation('customers')
  // The subscription as it was when its form was opened; `new` for a form without one.
  const [editing, setEditing] = useState<Subscription | 'new'>()
  const reason = reasonAgainst(customer, 'edit')
  return (
    <Part
      title={t('subscription.title')}
      count={subscriptions.length}
      extra={
        <Guarded permission="customer.write" reason={reason} hide>
          <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => setEditing('new')}>
            {t('subscription.create')}
          </Button>
        </Guarded>
      }
    >
      {subscriptions.length === 0 ? <p className="muted">{t('subscription.none')}</p> : null}
      <ul className="rows">
        {subscriptions.map((one) => (
          <Row key={one.id} subscription={one} reason={reason} onEdit={() => setEditing(one)} />
        ))}
      </ul>
      <Suspense fallback={null}>
        {editing === undefined ? null : (
          <SubscriptionDrawer
            customer={customer}
            subscription={editing === 'new' ? undefined : editing}
            onClose={() => setEditing(undefined)}
          />
        )}
      </Suspense>
    </Part>
  )
}

function Row({ subscription: one, reason, onEdit }: { subscription: Subscription; reason: string | undefined; onEdit: () => void }) {
  const { t } = useTranslation('customers')
  const device = [one.device_type, one.device_number, one.smart_card_number].filter(Boolean).join(' · ')
  const term = one.ends_on ? t('special.term', { from: one.starts_on, to: one.ends_on }) : t('subscription.open', { from: one.starts_on })
  return (
    <li className="row">
      <div className="row-main">
        <strong>{one.product}</strong> <Ending subscription={one} />
        <div className="muted row-more">
          <span className="tabular">{term}</span>
          {device === '' ? null : <span>{device}</span>}
          {one.granted_by ? (
            <Link to="/approvals/$approvalId" params={{ approvalId: one.granted_by }}>
              {t('subscription.granted')}
            </Link>
          ) : null}
        </div>
      </div>
      <Guarded permission="customer.write" reason={reason} hide>
        <Button type="text" icon={<EditOutlined />} aria-label={t('subscription.editOf', { product: one.product })} onClick={onEdit} />
      </Guarded>
    </li>
  )
}

/** Whether it runs; within a month of its end it says so. */
function Ending({ subscription: { status, ends_on } }: { subscription: Subscription }) {
  const { t } = useTranslation('customers')
  if (status === 'ended') return <Tag>{t('subscription.ended')}</Tag>
  const days = ends_on ? daysUntil(ends_on) : undefined
  if (days === undefined || days > 30) return <Tag color="success">{t('subscription.active')}</Tag>
  if (days < 0) return <Tag color="error">{t('subscription.over')}</Tag>
  return <Tag color="warning">{days === 0 ? t('subscription.today') : t('subscription.soon', { days })}</Tag>
}
