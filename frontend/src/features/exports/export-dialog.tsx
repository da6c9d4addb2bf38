import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button, Modal, Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import { sayProblem } from '@/shared/lib/say-problem'
import { ErrorPanel } from '@/shared/ui/error-panel'
import { exportOptions, saveExport, type Export } from './api'

type Props = { id: string; onClose: () => void; onAgain: () => void }

/** How far the export is, and the file when it is ready. */
export function ExportDialog({ id, onClose, onAgain }: Props) {
  const { t } = useTranslation('exports')
  const { t: c } = useTranslation()
  const { data, error, refetch } = useQuery(exportOptions(id))
  const save = useMutation({ mutationFn: saveExport })
  return (
    <Modal
      open
      title={t('title')}
      onCancel={onClose}
      footer={[
        <Button key="close" onClick={onClose}>
          {c('action.close')}
        </Button>,
        data?.state === 'failed' ? (
          <Button key="again" type="primary" onClick={onAgain}>
            {c('action.retry')}
          </Button>
        ) : (
          <Button
            key="save"
            type="primary"
            disabled={data?.state !== 'ready'}
            loading={save.isPending}
            onClick={() => data !== undefined && save.mutate(data)}
          >
            {t('save')}
          </Button>
        ),
      ]}
    >
      {error === null ? <State job={data} /> : <ErrorPanel cause={error} retry={() => void refetch()} />}
      {save.error === null ? null : <Alert role="alert" type="error" showIcon title={sayProblem(save.error)} />}
    </Modal>
  )
}

function State({ job }: { job: Export | undefined }) {
  const { t } = useTranslation('exports')
  const { done = 0, total = 0 } = job?.progress ?? {}
  if (job?.state === 'failed') return <Alert role="alert" type="error" showIcon title={t('failed')} />
  const percent = job?.state === 'ready' ? 100 : total === 0 ? 0 : Math.floor((done / total) * 100)
  return (
    <>
      <Progress percent={percent} aria-label={t('title')} />
      <p role="status">
        {job?.state === 'ready' ? t('ready', { count: total, file: job.file_name ?? '' }) : t('running', { done, total })}
      </p>
      <p className="muted">{t('note')}</p>
    </>
  )
}
