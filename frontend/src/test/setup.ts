import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { dropTokens } from '@/api/token'
import { loadWords, startWords } from '@/shared/i18n'
import { server } from './server'

// A busy machine needs more than the usual second to show a page.
configure({ asyncUtilTimeout: 30_000 })

beforeAll(async () => {
  server.listen({ onUnhandledFrame: 'error' })
  await startWords()
  await loadWords(
    'setup',
    'code',
    'shell',
    'workbench',
    'customers',
    'reveal',
    'imports',
    'exports',
    'complaints',
    'approvals',
    'service-records',
    'security',
    'clients',
    'audit',
    'settings',
  )
})

afterEach(() => {
  cleanup()
  server.resetHandlers()
  dropTokens()
  localStorage.clear()
})

afterAll(() => server.close())
