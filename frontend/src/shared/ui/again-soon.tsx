import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProblemError } from '@/api/problem'
import { useNow } from '@/shared/lib/clock'
import { sayWait } from '@/shared/lib/say-problem'

/** Without a word of the server's; and the longest wait that somebody is left to sit through. */
const usual = 10
const longest = 300

/** Counts down to the moment the server wants to be asked again, and asks. Silent: it changes each second. */
export function AgainSoon({ cause, retry }: { cause: ProblemError; retry: () => void }) {
  const seconds = cause.retryAfter ?? usual
  return seconds > longest ? null : <Countdown key={cause.at} seconds={seconds} retry={retry} />
}

function Countdown({ seconds, retry }: { seconds: number; retry: () => void }) {
  const { t } = useTranslation()
  const now = useNow()
  const [until] = useState(now + Math.max(1, seconds) * 1000)
  const left = Math.max(0, Math.ceil((until - now) / 1000))
  const ask = useEffectEvent(retry)
  const isOver = left === 0
  useEffect(() => {
    if (isOver) ask()
  }, [isOver])
  return (
    <span className="muted tabular" aria-live="off">
      {t('error.again', { wait: sayWait(left) }).trim()}
    </span>
  )
}
