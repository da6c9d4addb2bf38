import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, Outlet, RouterProvider } from '@tanstack/react-router'
import { render, screen } from '@testing-library/react'
import { http as mock, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { call, http } from '@/api/client'
import { keepTokens } from '@/api/token'
import { meOptions } from '@/shared/auth/session'
import { api, manager, problem, server } from '@/test/server'
import { createQueryClient } from './query-client'
import { followSession, type AppRouter } from './router'

function Complaints() {
  const { data, error } = useQuery({
    queryKey: ['complaints'],
    queryFn: () => call(http.GET('/api/v1/complaints', { params: { query: { q: 'x' } } })),
  })
  return <p>{data === undefined ? (error?.code ?? 'loading') : `${data.items.length} complaints`}</p>
}

/** The product's own rules of the session around two pages; what the page for a new password does is tested with it. */
async function open(path: string) {
  const queryClient = createQueryClient()
  queryClient.setQueryData(meOptions.queryKey, manager)
  const root = createRootRoute({ component: Outlet })
  const complaints = createRoute({ getParentRoute: () => root, path: '/complaints', component: Complaints })
  const password = createRoute({ getParentRoute: () => root, path: '/password', component: () => <h1>new password</h1> })
  const history = createMemoryHistory({ initialEntries: [path] })
  const router = createRouter({ routeTree: root.addChildren([complaints, password]), history })
  followSession(queryClient, router as unknown as AppRouter)
  await router.load()
  render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  )
  return { router, history, queryClient }
}

test('a password that is over in the middle of the work leads to a new one, and back to the same page, alive', async () => {
  let over = true
  keepTokens({ access_token: 'a' })
  server.use(
    mock.get(api('/me'), () => HttpResponse.json({ ...manager, must_change_password: over })),
    mock.get(api('/complaints'), () =>
      over ? problem(403, { type: '/problems/step-up-required' }) : HttpResponse.json({ items: [{}, {}], next_cursor: null }),
    ),
  )
  const { router, history, queryClient } = await open('/complaints?level=1')
  expect(await screen.findByRole('heading', { name: 'new password' })).toBeVisible()
  expect(router.state.location.search).toEqual({ back: '/complaints?level=1' })
  expect(queryClient.getQueryData(meOptions.queryKey)?.must_change_password).toBe(true)

  over = false
  history.push('/complaints?level=1')
  expect(await screen.findByText('2 complaints')).toBeVisible()
})

test('another refusal leads nowhere', async () => {
  server.use(mock.get(api('/complaints'), () => problem(403, { type: '/problems/forbidden' })))
  const { router } = await open('/complaints')
  expect(await screen.findByText('forbidden')).toBeVisible()
  expect(router.state.location.pathname).toBe('/complaints')
})
