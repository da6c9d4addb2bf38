import { Alert, Button } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { hands, useNow } from '@/shared/lib/clock'
import type { Reveal } from './use-reveal'

const RevealDialog = lazy(() => import('./reveal-dialog').then((file) => ({ default: file.RevealDialog })))

/** How long the personal data are still on the screen, and a way to end it; and the dialog that asks for them. */
export function RevealBar({ reveal }: { reveal: Reveal }) {
  return (
    <>
      <span className="visually-hidden" role="status">
        {reveal.said}
      </span>
      {reveal.shown === undefined ? null : <Countdown {...reveal.shown} hide={reveal.hide} />}
      <Suspense fallback={null}>{reveal.asking === undefined ? null : <RevealDialog reveal={reveal} asking={reveal.asking} />}</Suspense>
    </>
  )
}

type CountdownProps = { until: number; remaining: number; hide: () => void }

function Countdown({ until, remaining, hide }: CountdownProps) {
  const { t } = useTranslation('reveal')
  const left = Math.max(0, until - useNow())
  return (
    <Alert
      // Not an alert: a screen reader would read every second of it.
      role="group"
      aria-label={t('region')}
      className="reveal-bar"
      type="warning"
      showIcon
      title={
        <>
          <span className="tabular reveal-left" role="timer">
            {t('left', { time: hands(left).time.slice(3) })}
          </span>
          <span>{t('remaining', { count: remaining })}</span>
        </>
      }
      action={
        <Button size="small" onClick={hide}>
          {t('hide')}
        </Button>
      }
    />
  )
}
