import { type ThemeConfig, theme as antd } from 'antd';
import { useSyncExternalStore } from 'react';

interface Palette {
  readonly ink: string;
  readonly muted: string;
  readonly faint: string;
  readonly primary: string;
  readonly onPrimary: string;
  readonly linkHover: string;
  readonly tooltip: string;
  readonly danger: string;
  readonly warning: string;
  readonly success: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly ground: string;
  readonly panel: string;
  readonly raised: string;
  readonly sunken: string;
  /** Ground and border of what is marked: information, warning, failure, success. */
  readonly info: readonly [string, string];
  readonly caution: readonly [string, string];
  readonly failure: readonly [string, string];
  readonly good: readonly [string, string];
}

/** The colours of `styles.css`, for the component library; each text reaches 4.5:1 on the panel and on the ground. */
const light: Palette = {
  ink: '#1b2733',
  muted: '#4a5866',
  faint: '#66757f',
  primary: '#1d5b8f',
  onPrimary: '#ffffff',
  linkHover: '#174a75',
  tooltip: '#1b2733',
  danger: '#b3261e',
  warning: '#8a5a00',
  success: '#2a6b3f',
  line: '#dbe1e7',
  lineStrong: '#8a9aa5',
  ground: '#f2f4f6',
  panel: '#ffffff',
  raised: '#ffffff',
  sunken: '#e9eef1',
  info: ['#e8f0f7', '#bdd4e7'],
  caution: ['#fdf4e1', '#ecd6a2'],
  failure: ['#fcedec', '#eec2bf'],
  good: ['#e8f3ec', '#bcd9c6'],
};

const dark: Palette = {
  ink: '#e4eaf0',
  muted: '#a7b4c0',
  faint: '#95a3b0',
  primary: '#7fbcf0',
  onPrimary: '#0d1a26',
  linkHover: '#a9d3f7',
  tooltip: '#dfe6ec',
  danger: '#ff9a92',
  warning: '#f0bd63',
  success: '#86d2a0',
  line: '#2f3b47',
  lineStrong: '#61717f',
  ground: '#10161c',
  panel: '#19212a',
  raised: '#212b36',
  sunken: '#1f2933',
  info: ['#16304a', '#2c587f'],
  caution: ['#372911', '#6e5526'],
  failure: ['#3d1b1a', '#7a3733'],
  good: ['#17301f', '#37603f'],
};

const fontFamily =
  '"PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", system-ui, sans-serif';

const themeOf = (colours: Palette, isDark: boolean): ThemeConfig => ({
  algorithm: isDark ? antd.darkAlgorithm : antd.defaultAlgorithm,
  token: {
    colorPrimary: colours.primary,
    colorInfo: colours.primary,
    colorLink: colours.primary,
    colorLinkHover: colours.linkHover,
    colorLinkActive: colours.linkHover,
    colorBgSpotlight: colours.tooltip,
    colorError: colours.danger,
    colorWarning: colours.warning,
    colorSuccess: colours.success,
    colorTextBase: colours.ink,
    colorBgBase: colours.panel,
    colorTextLightSolid: colours.onPrimary,
    colorText: colours.ink,
    colorTextSecondary: colours.muted,
    colorTextTertiary: colours.muted,
    colorTextDescription: colours.muted,
    colorTextPlaceholder: colours.faint,
    colorBorder: colours.lineStrong,
    colorBorderSecondary: colours.line,
    colorBgLayout: colours.ground,
    colorBgContainer: colours.panel,
    colorBgElevated: colours.raised,
    colorPrimaryBg: colours.info[0],
    controlItemBgActive: colours.info[0],
    colorInfoBg: colours.info[0],
    colorInfoBorder: colours.info[1],
    colorWarningBg: colours.caution[0],
    colorWarningBorder: colours.caution[1],
    colorErrorBg: colours.failure[0],
    colorErrorBorder: colours.failure[1],
    colorSuccessBg: colours.good[0],
    colorSuccessBorder: colours.good[1],
    borderRadius: 3,
    borderRadiusLG: 4,
    fontFamily,
    fontSize: 14,
    lineHeight: 1.6,
    controlHeight: 34,
    motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
    boxShadowSecondary: `0 4px 16px rgba(${isDark ? '0, 0, 0, 0.5' : '22, 41, 58, 0.14'})`,
    wireframe: false,
  },
  components: {
    Button: { primaryShadow: 'none', defaultShadow: 'none', fontWeight: 500 },
    Table: { headerBg: colours.sunken, headerColor: colours.ink, cellPaddingBlockSM: 7, cellPaddingInlineSM: 10 },
    Tabs: { horizontalItemPadding: '8px 0', titleFontSize: 15, horizontalItemGutter: 28 },
    Form: { itemMarginBottom: 16, verticalLabelPadding: '0 0 4px', labelColor: colours.ink },
    Drawer: { paddingLG: 20 },
    Collapse: { headerPadding: '8px 12px', contentPadding: '8px 12px' },
    Tag: { defaultBg: colours.sunken, defaultColor: colours.ink },
    Alert: { defaultPadding: '8px 12px' },
  },
});

const themes = { light: themeOf(light, false), dark: themeOf(dark, true) };

const darkWanted = matchMedia('(prefers-color-scheme: dark)');

const watch = (changed: () => void): (() => void) => {
  darkWanted.addEventListener('change', changed);
  return () => darkWanted.removeEventListener('change', changed);
};

/** Light or dark, as the system has it now. */
export const useTheme = (): ThemeConfig =>
  useSyncExternalStore(watch, () => darkWanted.matches) ? themes.dark : themes.light;
