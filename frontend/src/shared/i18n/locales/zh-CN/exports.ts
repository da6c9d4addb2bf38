export default {
  button: '导出',
  title: '导出客户',
  running: '正在写入工作簿：{{done}} / {{total}}',
  ready: '已写入 {{count}} 位客户：{{file}}',
  failed: '导出没有完成。数据没有改变，请重试。',
  save: '下载工作簿',
  note: '内容与当前筛选结果一致，手机、证件号等已脱敏；列与导入模板相同。',
} as const
