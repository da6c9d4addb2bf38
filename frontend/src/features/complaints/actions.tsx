import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Guarded, reasonAgainst } from '@/shared/auth/guarded'
import type { Complaint, Step } from './api'

const actions = ['change_level', 'refuse', 'confirm', 'reply'] as const satisfies readonly Step['action'][]

/** What can be done now; what cannot says why. The next step of the way is the one that stands out. */
export function Actions({ complaint, onAction }: { complaint: Complaint; onAction: (action: Step['action']) => void }) {
  const { t } = useTranslation('complaints')
  const next: Step['action'] = complaint.status === 'replied' ? 'confirm' : 'reply'
  return actions.map((action) => (
    <Guarded key={action} permission="complaint.work" reason={reasonAgainst(complaint, action)} hide>
      <Button type={action === next ? 'primary' : 'default'} onClick={() => onAction(action)}>
        {t(`action.${action}`)}
      </Button>
    </Guarded>
  ))
}
