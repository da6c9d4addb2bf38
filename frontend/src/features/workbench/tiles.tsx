import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { can } from '@/shared/auth/can'
import { useMe } from '@/shared/auth/session'
import { minute, useNow } from '@/shared/lib/clock'
import type { Workbench } from './api'
import { burning } from './burning'

type Tone = 'error' | 'warning' | 'plain'
type Name = 'overdue' | 'soon' | 'today' | 'approvals' | 'renewals' | 'birthdays'

/** Each number leads to what it counts. Zeros stay, quietly: "nothing" is an answer too. */
export function Tiles({ workbench }: { workbench: Workbench }) {
  const { t } = useTranslation('workbench')
  const me = useMe()
  const now = useNow(minute / 6)
  const { overdue, soon, today } = burning(workbench, now)
  const { counts, due_today } = workbench
  const readsComplaints = can(me, 'complaint.read')
  return (
    <section aria-label={t('burns')}>
      <ul className="tiles">
        {readsComplaints ? (
          <>
            <Tile name="overdue" count={overdue} tone="error">
              {(content) => (
                <Link to="/complaints" search={{ status: 'unclosed', due: 'overdue' }}>
                  {content}
                </Link>
              )}
            </Tile>
            <Tile name="soon" count={soon} tone="warning">
              {(content) => (
                <Link to="/complaints" search={{ status: 'unclosed', due: 'soon' }}>
                  {content}
                </Link>
              )}
            </Tile>
            <Tile name="today" count={today} tone="plain">
              {(content) => (
                <Link to="/complaints" search={{ status: 'unclosed', due: 'today' }}>
                  {content}
                </Link>
              )}
            </Tile>
          </>
        ) : null}
        {can(me, 'approval.decide') ? (
          <Tile name="approvals" count={counts.approvals_waiting} tone="plain">
            {(content) => (
              <Link to="/approvals" search={{ view: 'waiting' }}>
                {content}
              </Link>
            )}
          </Tile>
        ) : null}
        <Tile name="renewals" count={counts.renewals_due} tone="plain">
          {(content) => <a href="#renewals">{content}</a>}
        </Tile>
        <Tile name="birthdays" count={due_today.birthdays.length} tone="plain">
          {(content) => <a href="#birthdays">{content}</a>}
        </Tile>
      </ul>
    </section>
  )
}

type TileProps = { name: Name; count: number; tone: Tone; children: (content: ReactNode) => ReactNode }

function Tile({ name, count, tone, children }: TileProps) {
  const { t } = useTranslation('workbench')
  return (
    <li className={count === 0 ? 'tile is-zero' : `tile is-${tone}`}>
      {children(
        <>
          <span className="tile-count tabular">{count}</span>
          <span className="tile-name">{t(`tile.${name}`)}</span>
          <span className="tile-hint">{t(`hint.${name}`)}</span>
        </>,
      )}
    </li>
  )
}
