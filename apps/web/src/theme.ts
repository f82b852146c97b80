import type { ThemeConfig } from 'antd';

/** Text and signal colours; each reaches 4.5:1 on white and on the page's ground. */
export const colours = {
  ink: '#1b2733',
  primary: '#1d5b8f',
  danger: '#b3261e',
  warning: '#8a5a00',
  success: '#2a6b3f',
  muted: '#4a5866',
  line: '#dbe1e7',
  ground: '#f2f4f6',
} as const;

const fontFamily =
  '"PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", system-ui, sans-serif';

export const theme: ThemeConfig = {
  token: {
    colorPrimary: colours.primary,
    colorInfo: colours.primary,
    colorLink: colours.primary,
    colorError: colours.danger,
    colorWarning: colours.warning,
    colorSuccess: colours.success,
    colorTextBase: colours.ink,
    colorTextSecondary: colours.muted,
    colorTextTertiary: colours.muted,
    colorTextDescription: colours.muted,
    colorTextPlaceholder: '#66757f',
    colorBorder: '#8a9aa5',
    colorBorderSecondary: colours.line,
    colorBgLayout: colours.ground,
    borderRadius: 3,
    borderRadiusLG: 4,
    fontFamily,
    fontSize: 14,
    lineHeight: 1.6,
    controlHeight: 34,
    motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
    boxShadowSecondary: '0 4px 16px rgba(22, 41, 58, 0.14)',
    wireframe: false,
  },
  components: {
    Button: { primaryShadow: 'none', defaultShadow: 'none', fontWeight: 500 },
    Table: { headerBg: '#e9eef1', headerColor: colours.ink, cellPaddingBlockSM: 7, cellPaddingInlineSM: 10 },
    Tabs: { horizontalItemPadding: '8px 0', titleFontSize: 15, horizontalItemGutter: 28 },
    Form: { itemMarginBottom: 16, verticalLabelPadding: '0 0 4px', labelColor: colours.ink },
    Drawer: { paddingLG: 20 },
    Collapse: { headerPadding: '8px 12px', contentPadding: '8px 12px' },
    Tag: { defaultBg: '#e9eef1', defaultColor: colours.ink },
    Alert: { defaultPadding: '8px 12px' },
  },
};
