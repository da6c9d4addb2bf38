import { theme, type ThemeConfig } from 'antd'

/**
 * Colours that reach WCAG 2.2 AA on their own backgrounds (antd's defaults do not for links and status tags).
 * Styles of components are extracted at build time (`virtual:antd.css`); at run time only these variables are set.
 */
const shared = {
  borderRadius: 6,
  fontFamily: "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif",
}

const base: ThemeConfig = { cssVar: { key: 'guibin' }, hashed: false, zeroRuntime: true }

export const light: ThemeConfig = {
  ...base,
  algorithm: theme.defaultAlgorithm,
  token: {
    ...shared,
    colorPrimary: '#1456b8',
    colorLink: '#1456b8',
    // antd's own are paler than the link, and too pale on a row's hover.
    colorLinkHover: '#0f4698',
    colorLinkActive: '#0b3574',
    colorInfo: '#1456b8',
    colorSuccess: '#1a7037',
    colorWarning: '#8a5a00',
    colorError: '#b3261e',
    colorSuccessBg: '#e7f6ec',
    colorWarningBg: '#fff3d1',
    colorErrorBg: '#fdeceb',
    colorTextTertiary: '#595f69',
    colorTextDescription: '#595f69',
    colorTextPlaceholder: '#6b7280',
    colorBgLayout: '#f4f6f9',
    // Where a field or a box ends must be seen too (WCAG 1.4.11); as `--control` in base.css.
    colorBorder: '#7a828e',
  },
}

export const dark: ThemeConfig = {
  ...base,
  algorithm: theme.darkAlgorithm,
  token: {
    ...shared,
    colorPrimary: '#5b9bf0',
    colorLink: '#7db3ff',
    colorLinkHover: '#a8ccff',
    colorLinkActive: '#a8ccff',
    colorInfo: '#5b9bf0',
    colorError: '#ff8f88',
    colorBgLayout: '#0d1117',
    colorBgContainer: '#161b22',
    colorBgElevated: '#1c222b',
    colorBorder: '#8b93a0',
    colorTextTertiary: '#a3a9b3',
    colorTextDescription: '#a3a9b3',
    colorTextPlaceholder: '#949ba6',
    colorTextLightSolid: '#0b1526',
    // What lies under that text in a tip: antd's own is nearly as dark.
    colorBgSpotlight: '#d5dde8',
  },
  components: { Menu: { itemSelectedColor: '#a8ccff' } },
}

/**
 * The same with nothing to be seen of its motion. Not `motion: false`, by which a dialog is built outside the page and its
 * first field never gets the keyboard; and never no time at all, or the end that antd waits for does not come.
 */
export const still = (theme: ThemeConfig): ThemeConfig => ({
  ...theme,
  token: { ...theme.token, motionDurationFast: '1ms', motionDurationMid: '1ms', motionDurationSlow: '1ms' },
})
