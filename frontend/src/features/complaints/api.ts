import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { call, http, ifMatch, type Schemas } from '@/api/client'
import { serverNow } from '@/api/skew'
import { minute } from '@/shared/lib/clock'
import { endOfDay } from '@/shared/lib/date'
import type { ComplaintSearch } from './search'

export type Complaint = Schemas['Complaint']
export type Summary = Schemas['ComplaintSummary']

export const complaintListOptions = (search: ComplaintSearch, myId: string) =>
  queryOptions({
    queryKey: ['complaints', 'list', { ...search, new: undefined }, myId],
    queryFn: ({ signal }) => call(http.GET('/api/v1/complaints', { params: { query: queryOf(search, myId) }, signal })),
    placeholderData: keepPreviousData,
  })

/** The words of the URL as those of the API. Half an hour and today are counted from the moment of asking. */
export function queryOf({ q, status, level, due, mine, customer_id, sort, limit, cursor }: ComplaintSearch, myId: string) {
  return {
    q,
    status: status === 'unclosed' ? undefined : status,
    closed: status === 'unclosed' ? false : undefined,
    level,
    breached: due === undefined ? undefined : due === 'overdue',
    due_before: dueBefore(due),
    owner_id: mine ? myId : undefined,
    customer_id,
    sort,
    limit,
    cursor,
    count: true,
  }
}

function dueBefore(due: ComplaintSearch['due']): string | undefined {
  if (due === 'soon') return new Date(serverNow() + 30 * minute).toISOString()
  return due === 'today' ? endOfDay(serverNow()).toISOString() : undefined
}

export const complaintOptions = (id: string) =>
  queryOptions({
    queryKey: ['complaints', 'detail', id],
    queryFn: ({ signal }) => call(http.GET('/api/v1/complaints/{id}', { params: { path: { id } }, signal })),
  })

export const explanationOptions = (clockId: string, version: number) =>
  queryOptions({
    // The clock is read from the complaint's events: each version has its own derivation.
    queryKey: ['complaints', 'explanation', clockId, version],
    queryFn: ({ signal }) => call(http.GET('/api/v1/clocks/{id}/explanation', { params: { path: { id: clockId } }, signal })),
    staleTime: 0,
  })

/** After a change the page shows the server's answer at once, and every list asks again. */
function useKeep() {
  const queryClient = useQueryClient()
  return (complaint: Complaint) => {
    queryClient.setQueryData(complaintOptions(complaint.id).queryKey, complaint)
    void queryClient.invalidateQueries({ queryKey: ['complaints', 'list'] })
    void queryClient.invalidateQueries({ queryKey: ['complaints', 'explanation'] })
    void queryClient.invalidateQueries({ queryKey: ['workbench'] })
    void queryClient.invalidateQueries({ queryKey: ['customers'] })
  }
}

export function useIntake() {
  return useMutation({
    mutationFn: (body: Schemas['NewComplaint']) => call(http.POST('/api/v1/complaints', { body })),
    onSuccess: useKeep(),
  })
}

export type Step =
  | { action: 'reply'; body: Schemas['NewReply'] }
  | { action: 'change_level'; body: Schemas['NewLevelChange'] }
  | { action: 'confirm' | 'refuse'; body: Schemas['NewConfirmation'] }

/** One step of handling, made against the version that the user has before his eyes. */
export function useStep(complaint: Complaint) {
  return useMutation({ mutationFn: (step: Step) => send(complaint, step), onSuccess: useKeep() })
}

function send(complaint: Complaint, step: Step): Promise<Complaint> {
  const params = { path: { id: complaint.id }, header: ifMatch(complaint) }
  if (step.action === 'reply') return call(http.POST('/api/v1/complaints/{id}/replies', { params, body: step.body }))
  if (step.action === 'change_level') return call(http.POST('/api/v1/complaints/{id}/level-changes', { params, body: step.body }))
  return call(http.POST('/api/v1/complaints/{id}/confirmations', { params, body: step.body }))
}
