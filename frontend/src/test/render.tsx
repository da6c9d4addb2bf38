import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, Outlet, RouterProvider } from '@tanstack/react-router'
import { render, type RenderResult } from '@testing-library/react'
import { App, ConfigProvider } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import type { ReactNode } from 'react'
import { createQueryClient } from '@/app/query-client'
import { meOptions, type Me } from '@/shared/auth/session'
import { manager } from './server'

type Options = { path?: string; me?: Me | null }
export type Page = RenderResult & { queryClient: QueryClient; location: () => { pathname: string; search: object; href: string } }

/** Shows a part as in a page of a signed-in user; every address of the product leads to it, so links can be clicked. */
export async function show(ui: ReactNode, { path = '/', me = manager }: Options = {}): Promise<Page> {
  const queryClient = createQueryClient()
  queryClient.setDefaultOptions({ queries: { retry: false } })
  queryClient.setQueryData(meOptions.queryKey, me)
  const root = createRootRoute({ component: Outlet })
  const any = createRoute({ getParentRoute: () => root, path: '$', component: () => ui })
  const router = createRouter({ routeTree: root.addChildren([any]), history: createMemoryHistory({ initialEntries: [path] }) })
  await router.load()
  const view = render(
    <QueryClientProvider client={queryClient}>
      <ConfigProvider locale={zhCN} button={{ autoInsertSpace: false }} theme={{ token: { motion: false } }}>
        <App>
          {/* The tests' router knows fewer routes than the product's. */}
          <RouterProvider router={router as never} />
        </App>
      </ConfigProvider>
    </QueryClientProvider>,
  )
  return { ...view, queryClient, location: () => router.state.location }
}
