import { createFileRoute } from '@tanstack/react-router'
import { WorkbenchPage } from '@/features/workbench/workbench-page'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/workbench')({
  beforeLoad: admit('workbench.read', 'workbench'),
  component: WorkbenchPage,
})
