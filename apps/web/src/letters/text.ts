import i18n from 'i18next';

const zh = {
  letters: {
    missing: '________',
    erased: '(个人信息已依法删除)',
    withheld: '(无权查看)',
    basis: '依据:{{basis}}。',
    signature: '(印章)',
    signedBy: '(签名):',
    when: '年 月 日',
    receipt: '送达回证',
    receiptRows: {
      document: '送达文书',
      number: '文号',
      receiver: '受送达人',
      place: '送达地点',
      way: '送达方式',
      received: '受送达人签名或盖章、收到日期',
      proxy: '代收人签名、与受送达人关系及代收理由',
      deliveredBy: '送达人签名(两人)及日期',
      refused: '拒收事由、见证人签名及日期',
      remark: '备注',
    },
    ways: { direct: '直接送达', post: '邮寄送达', left: '留置送达', entrusted: '委托送达', announced: '公告送达' },
    preview: '打印预览',
    withReceipt: '附送达回证',
    onDay: '{{day}} 出具',
  },
};

// The letters themselves are Chinese; only what stands around them is translated.
const en = {
  letters: { preview: 'Print preview', withReceipt: 'with a receipt of delivery', onDay: 'issued {{day}}' },
};

i18n.addResourceBundle('zh', 'translation', zh, true, true);
i18n.addResourceBundle('en', 'translation', en, true, true);
