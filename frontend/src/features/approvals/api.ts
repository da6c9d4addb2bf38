import { keepPreviousData, queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { call, http, ifMatch, once, type Schemas } from '@/api/client'
import type { ApprovalsSearch, View } from './search'

export type Approval = Schemas['Approval']
export type Summary = Schemas['ApprovalSummary']
export type Step = Schemas['ApprovalStep']
export type Form = Schemas['ApprovalForm']
export type NewApproval = Schemas['NewApproval']

export const approvalListOptions = ({ status, kind, customer_id, sort, limit, cursor }: ApprovalsSearch, view: View) =>
  queryOptions({
    queryKey: ['approvals', 'list', { view, status, kind, customer_id, sort, limit, cursor }],
    queryFn: ({ signal }) => {
      const whose = view === 'waiting' ? { waiting_for_me: true } : view === 'mine' ? { mine: true } : {}
      const query = { ...whose, status, kind, customer_id, sort, limit, cursor, count: true }
      return call(http.GET('/api/v1/approvals', { params: { query }, signal }))
    },
    placeholderData: keepPreviousData,
  })

/** How many wait for the user: the number beside the view's name. */
export const waitingCountOptions = queryOptions({
  queryKey: ['approvals', 'waiting-count'],
  queryFn: ({ signal }) =>
    call(http.GET('/api/v1/approvals', { params: { query: { waiting_for_me: true, limit: 1, count: true } }, signal })),
})

export const approvalOptions = (id: string) =>
  queryOptions({
    queryKey: ['approvals', 'detail', id],
    queryFn: ({ signal }) => call(http.GET('/api/v1/approvals/{id}', { params: { path: { id } }, signal })),
  })

/** The same key as the pickers', so that choosing a customer and showing him asks once. */
export const customerOptions = (id: string | undefined) =>
  queryOptions({
    queryKey: ['customers', 'picked', id],
    queryFn: ({ signal }) => call(http.GET('/api/v1/customers/{id}', { params: { path: { id: id ?? '' } }, signal })),
    enabled: id !== undefined && id !== '',
    staleTime: 60_000,
  })

/** The way an application would go; the server stores nothing. */
export const routeOptions = (wanted: NewApproval | undefined) =>
  queryOptions({
    queryKey: ['approvals', 'route', wanted],
    queryFn: ({ signal }) => call(http.POST('/api/v1/approvals/route-previews', { body: wanted as NewApproval, signal })),
    enabled: wanted !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })

/** What the server answered is the truth now; lists and the customer's pages ask again. */
async function keep(queryClient: QueryClient, approval: Approval): Promise<void> {
  queryClient.setQueryData(approvalOptions(approval.id).queryKey, approval)
  void queryClient.invalidateQueries({ queryKey: ['workbench'] })
  void queryClient.invalidateQueries({ queryKey: ['customers'] })
  await queryClient.invalidateQueries({ queryKey: ['approvals'], predicate: ({ queryKey }) => queryKey[1] !== 'detail' })
}

export function useApply() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: NewApproval) => call(http.POST('/api/v1/approvals', { params: { header: once }, body })),
    onSuccess: (approval) => keep(queryClient, approval),
  })
}

export type Change =
  | { action: 'approve' | 'return' | 'refuse'; text: string }
  | { action: 'withdraw'; text: string }
  | { action: 'resubmit'; form: Form }

export function useChange() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ approval, change }: { approval: Approval; change: Change }) => send(queryClient, approval, change),
    onSuccess: (approval) => keep(queryClient, approval),
  })
}

async function send(queryClient: QueryClient, approval: Approval, change: Change): Promise<Approval> {
  const path = { id: approval.id }
  if (change.action === 'withdraw') {
    const params = { path, header: ifMatch(approval) }
    return call(http.POST('/api/v1/approvals/{id}/withdrawals', { params, body: { reason: change.text } }))
  }
  if (change.action === 'resubmit') {
    const params = { path, header: ifMatch(approval) }
    const changed = await call(http.PATCH('/api/v1/approvals/{id}', { params, body: { form: change.form } }))
    // Should the second step be refused, the page already shows what the first has kept.
    queryClient.setQueryData(approvalOptions(approval.id).queryKey, changed)
    const again = { path, header: ifMatch(changed) }
    return call(http.POST('/api/v1/approvals/{id}/submissions', { params: again, body: {} }))
  }
  const params = { path, header: { ...ifMatch(approval), ...once } }
  const body = { decision: change.action, ...(change.text === '' ? {} : { comment: change.text }) }
  return call(http.POST('/api/v1/approvals/{id}/decisions', { params, body }))
}
