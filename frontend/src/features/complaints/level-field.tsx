import { useQuery } from '@tanstack/react-query'
import { Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { hour } from '@/shared/lib/clock'
import { packOfOrgOptions } from '@/shared/lib/policy'
import { levels } from './search'

type Level = Schemas['ComplaintLevel']
type Props = { orgId: string; value?: Level; onChange?: (level: Level) => void; id?: string; without?: Level | undefined }

/** The levels with what each of them promises, as the branch's policy says. */
export function LevelField({ orgId, value, onChange, id, without }: Props) {
  const { t } = useTranslation('complaints')
  const { t: c } = useTranslation('shell')
  const { data } = useQuery(packOfOrgOptions(orgId))
  const promiseOf = (level: Level) => data?.pack.levels.find((promise) => promise.level === level)
  return (
    <Radio.Group id={id} className="level-field" value={value} onChange={(event) => onChange?.(event.target.value as Level)}>
      {levels
        .filter((level) => level !== without)
        .map((level) => {
          const promise = promiseOf(level)
          return (
            <Radio key={level} value={level}>
              <strong>{c(`complaint.level.l${level}`)}</strong>
              {promise === undefined ? null : (
                <>
                  <span className="level-hours">{t('promise', { hours: promise.resolveMs / hour })}</span>
                  <span className="muted level-authority">{t(`authority.${promise.authority}`)}</span>
                </>
              )}
            </Radio>
          )
        })}
    </Radio.Group>
  )
}
