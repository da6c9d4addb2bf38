import { InboxOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Alert, Spin, Upload } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '@/api/problem'
import { sayProblem } from '@/shared/lib/say-problem'
import { PageHeader } from '@/shared/ui/page-header'
import { importOptions, upload } from './api'
import { ImportSteps } from './import-steps'
import './imports.css'

const largest = 50 * 1024 * 1024

/** Chooses a file and sends it; the rest happens on the import's own page. */
export function NewImportPage() {
  const { t } = useTranslation('imports')
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [refusal, setRefusal] = useState<string>()
  const send = useMutation({
    mutationFn: upload,
    onSuccess: (found) => {
      queryClient.setQueryData(importOptions(found.id).queryKey, found)
      void navigate({ to: '/imports/$importId', params: { importId: found.id } })
    },
  })
  const choose = (file: File) => {
    const found = refusalOf(file)
    setRefusal(found === undefined ? undefined : t(`upload.${found}`))
    if (found === undefined) send.mutate(file)
    else send.reset()
  }
  const problem = refusal ?? (send.error === null ? undefined : sentences(send.error))
  return (
    <>
      <PageHeader title={t('newTitle')}>
        <p className="facts">
          <Link to="/imports">{t('back')}</Link>
        </p>
      </PageHeader>
      <ImportSteps current={0} />
      <div className="import-panel">
        {problem === undefined ? null : <Alert role="alert" className="form-banner" type="error" showIcon title={problem} />}
        <Spin spinning={send.isPending} description={t('upload.sending', { file: send.variables?.name ?? '' })}>
          <Upload.Dragger
            accept=".xlsx,.csv"
            showUploadList={false}
            disabled={send.isPending}
            beforeUpload={(file) => {
              choose(file)
              return false
            }}
          >
            <p className="ant-upload-drag-icon">
              <InboxOutlined aria-hidden />
            </p>
            <p className="ant-upload-text">{t('upload.drop')}</p>
            <p className="muted">{t('upload.hint')}</p>
            <span className="btn btn-primary import-choose">{t('upload.choose')}</span>
          </Upload.Dragger>
        </Spin>
        <p className="muted">{t('upload.safe')}</p>
      </div>
    </>
  )
}

function refusalOf({ name, size }: File): 'type' | 'size' | 'empty' | undefined {
  if (!/\.(xlsx|csv)$/i.test(name)) return 'type'
  if (size === 0) return 'empty'
  return size > largest ? 'size' : undefined
}

/** What is wrong with the file, in the server's words. */
function sentences(cause: unknown): string {
  const errors = cause instanceof ProblemError ? (cause.problem.errors ?? []) : []
  return errors.length === 0 ? sayProblem(cause) : errors.map(({ detail }) => detail).join('\n')
}
