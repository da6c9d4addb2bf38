import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { call, http, ifMatch, type Schemas } from '@/api/client'
import type { CustomerSearch } from './search'

export type Customer = Schemas['Customer']
export type CustomerSummary = Schemas['CustomerSummary']
export type Overview = Schemas['CustomerOverview']
export type KeyPerson = Schemas['KeyPerson']
export type Subscription = Schemas['Subscription']

type Conditions = Schemas['CustomerFilter']
export type Filter = { [K in keyof Conditions]?: NonNullable<Conditions[K]> | undefined }

/** The conditions and the order of a list, as lists and exports take them. */
export function filterOf(search: CustomerSearch, myId: string): Filter {
  const { create: _create, cursor: _cursor, limit: _limit, owner, ...rest } = search
  const owner_id = owner === 'me' ? myId : owner
  return owner_id === undefined ? rest : { ...rest, owner_id }
}

export const customerListOptions = (search: CustomerSearch, myId: string) => {
  const filter = filterOf(search, myId)
  const query = { ...filter, cursor: search.cursor, limit: search.limit, count: true }
  return queryOptions({
    queryKey: ['customers', 'list', query],
    queryFn: ({ signal }) => call(http.GET('/api/v1/customers', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  })
}

export const overviewOptions = (id: string) =>
  queryOptions({
    queryKey: ['customers', 'overview', id],
    queryFn: ({ signal }) => call(http.GET('/api/v1/customers/{id}/overview', { params: { path: { id } }, signal })),
  })

export const timelineOptions = (id: string, kind: Schemas['TimelineKind'] | undefined) =>
  infiniteQueryOptions({
    queryKey: ['customers', 'timeline', id, kind ?? 'all'],
    queryFn: ({ signal, pageParam: cursor }) =>
      call(http.GET('/api/v1/customers/{id}/timeline', { params: { path: { id }, query: { kind, cursor, limit: 20 } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  })

export const createCustomer = (body: Schemas['NewCustomer']) => call(http.POST('/api/v1/customers', { body }))

export const changeCustomer = (customer: Customer, body: Schemas['CustomerPatch']) =>
  call(http.PATCH('/api/v1/customers/{id}', { params: { path: { id: customer.id }, header: ifMatch(customer) }, body }))

export const readCustomer = (id: string) => call(http.GET('/api/v1/customers/{id}', { params: { path: { id } } }))

export const createPerson = (id: string, body: Schemas['NewKeyPerson']) =>
  call(http.POST('/api/v1/customers/{id}/key-persons', { params: { path: { id } }, body }))

const personAt = (person: KeyPerson) => ({
  path: { id: person.customer_id, key_person_id: person.id },
  header: ifMatch(person),
})

export const changePerson = (person: KeyPerson, body: Schemas['KeyPersonPatch']) =>
  call(http.PATCH('/api/v1/customers/{id}/key-persons/{key_person_id}', { params: personAt(person), body }))

export const removePerson = (person: KeyPerson) =>
  call(http.DELETE('/api/v1/customers/{id}/key-persons/{key_person_id}', { params: personAt(person) }))

export const createSubscription = (id: string, body: Schemas['NewSubscription']) =>
  call(http.POST('/api/v1/customers/{id}/subscriptions', { params: { path: { id } }, body }))

export const changeSubscription = (subscription: Subscription, body: Schemas['SubscriptionPatch']) =>
  call(
    http.PATCH('/api/v1/customers/{id}/subscriptions/{subscription_id}', {
      params: { path: { id: subscription.customer_id, subscription_id: subscription.id }, header: ifMatch(subscription) },
      body,
    }),
  )
