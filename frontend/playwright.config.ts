import { defineConfig, devices } from '@playwright/test'

const { viewport, userAgent, deviceScaleFactor, isMobile, hasTouch } = devices['Pixel 7']
const desktop = { viewport: { width: 1280, height: 800 } }
const pixel = { viewport, userAgent, deviceScaleFactor, isMobile, hasTouch }
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The stories are in ../tests/e2e; whoever runs them starts the server and says where it is. */
export default defineConfig({
  testDir: '../tests/e2e',
  testMatch: '*.e2e.ts',
  outputDir: 'test-results',
  // The stories share one demo world, and some of them change it.
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env['CI'] !== undefined,
  // Nobody's speed is judged here: only what never comes ends a story.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['html', { open: 'never', outputFolder: 'playwright-report' }]],
  use: {
    baseURL: process.env['GUIBIN_BASE_URL'] ?? 'http://127.0.0.1:8080',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    actionTimeout: 30_000,
    // What unfolds moves, and who clicks it meanwhile misses. One story (sign-in) is told with motion.
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    // Recording every step takes as long as the steps. A failed story leaves a picture and what was on the page; for more,
    // tell it again: `.ci/browser --trace=retain-on-failure complaints`.
    trace: 'off',
    launchOptions: { executablePath: process.env['GUIBIN_CHROMIUM'] ?? '/usr/bin/chromium', args: flags },
  },
  projects: [
    { name: 'desktop', use: desktop },
    // A story tagged @phone or @dark is also told there.
    { name: 'phone', use: pixel, grep: /@phone/ },
    { name: 'dark', use: { ...desktop, colorScheme: 'dark' }, grep: /@dark/ },
  ],
})
