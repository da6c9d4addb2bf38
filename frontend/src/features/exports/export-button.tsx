import { ExportOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Guarded } from '@/shared/auth/guarded'
import { sayProblem } from '@/shared/lib/say-problem'
import { startExport, type CustomerFilter } from './api'

const ExportDialog = lazy(() => import('./export-dialog').then((file) => ({ default: file.ExportDialog })))

/** Exports what the list shows, whatever page of it is on the screen. */
export function ExportButton({ filter }: { filter: CustomerFilter }) {
  const { t } = useTranslation('exports')
  const { message } = App.useApp()
  const [id, setId] = useState<string>()
  const start = useMutation({
    mutationFn: startExport,
    onSuccess: (started) => setId(started.id),
    onError: (cause) => void message.error(sayProblem(cause)),
  })
  return (
    <>
      <Guarded permission="export.run" hide>
        <Button icon={<ExportOutlined aria-hidden />} loading={start.isPending} onClick={() => start.mutate(filter)}>
          {t('button')}
        </Button>
      </Guarded>
      <Suspense fallback={null}>
        {id === undefined ? null : <ExportDialog id={id} onClose={() => setId(undefined)} onAgain={() => start.mutate(filter)} />}
      </Suspense>
    </>
  )
}
