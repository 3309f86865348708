/** Parts of generated contacts: surnames and given names, shop names and kinds of shop. */
export const surnames = '王李张刘杨黄赵吴徐孙马朱胡郭何高罗郑梁谢宋唐许韩冯邓曹彭曾萧'.split('')
// oxfmt-ignore
export const givenNames = [
  '建华', '秀英', '志强', '丽娟', '德明', '春梅', '永刚', '小红', '家豪', '雪梅',
  '国庆', '玉兰', '俊杰', '艳霞', '文斌', '海燕', '光辉', '桂芳', '晓东', '佳怡',
]
export const shopNames = [
  '好又来',
  '万家福',
  '惠民',
  '百姓',
  '乐购',
  '鑫源',
  '家家乐',
  '金桥',
  '福满多',
  '顺发',
  '天天鲜',
  '吉祥',
  '新世纪',
  '佳佳',
  '兴旺',
  '老街坊',
  '红太阳',
  '小南门',
  '渝香',
  '康源',
]
export const shopKinds = ['便利店', '超市', '生鲜店', '烟酒店', '粮油店', '零食店', '母婴店', '社区团购点']
export const grades = ['重点客户', '普通客户', '意向客户', '沉睡客户']
export const terms = ['月结', '现结', '账期15天', '账期30天']
export const districts = ['南坪', '观音桥', '解放碑', '杨家坪', '沙坪坝', '大坪', '石桥铺', '回兴']
