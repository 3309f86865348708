/**
 * Every code that a Problem may carry: its HTTP status, and the sentence that the salesperson reads.
 * The list is closed. It holds no zod, so the app may import it at run time.
 */
export const errors = {
  bad_request: { status: 400, title: '这一步没成功，请刷新后再试' },
  bad_cursor: { status: 400, title: '列表已经变了，请从头再看一遍' },
  foreign_url: { status: 400, title: '页面地址不对，请从侧边栏重新打开' },
  bad_state: { status: 400, title: '登录没有走完，请重新打开侧边栏' },
  unauthenticated: { status: 401, title: '登录已过期，请重新登录' },
  foreign_origin: { status: 403, title: '这个操作只能在侧边台里进行' },
  not_a_member: { status: 403, title: '你不是本企业的成员，或不在应用的可见范围内' },
  /** Also where there is no such customer: only followers may learn whether one exists. */
  not_a_follower: { status: 403, title: '你没有跟进这位客户，或者对方已经不是客户' },
  /** Also where there is no such group. */
  not_a_chat_member: { status: 403, title: '你不在这个客户群里，或者它不是客户群' },
  /** The company's order system shows this customer's orders to others only. */
  orders_not_allowed: { status: 403, title: '公司的订单系统没有让你看这位客户的订单' },
  not_a_candidate: { status: 403, title: '他不归你负责，也不在你的任务里，不能关联' },
  no_customer_rights: { status: 403, title: '你没有客户联系的权限，请联系管理员' },
  /** 芸众 says that the account is a colleague's. */
  foreign_account: { status: 403, title: '这个账号是另一位同事的，请用自己的账号连接' },
  wrong_password: { status: 403, title: '手机号或密码不对' },
  account_blacklisted: { status: 403, title: '这个账号在对方系统的黑名单里，请联系管理员' },
  account_disabled: { status: 403, title: '这个账号在对方系统里停用了，请联系管理员' },
  account_expired: { status: 403, title: '这个账号在对方系统里过期了，请联系管理员' },
  /** Signing in by mobile and password is turned off. */
  mobile_login_off: { status: 403, title: '对方系统没有开放手机号和密码登录，请联系管理员' },
  /** For a reason that we cannot tell. */
  login_refused: { status: 403, title: '对方系统没有让这个账号登录，请联系管理员' },
  not_found: { status: 404, title: '没有找到这个页面' },
  source_unconfigured: { status: 404, title: '这个系统还没有接入' },
  push_gone: { status: 404, title: '这条推送已经处理过，或者不在了' },
  /** Also where it is another customer's: only who may see an order may learn that there is one. */
  order_gone: { status: 404, title: '没有找到这笔订单' },
  notice_gone: { status: 404, title: '这条通知已经不在了' },
  method_not_allowed: { status: 405, title: '不支持这种操作' },
  not_connected: { status: 409, title: '还没有连接这个系统，或者登录已过期' },
  not_marked: { status: 409, title: '对方系统没有记下来，请刷新后再看' },
  body_too_large: { status: 413, title: '提交的内容太大了' },
  unsupported_body: { status: 415, title: '提交的内容格式不对' },
  /** By the vendor, or by us before the vendor does; `retryAfter` says for how long. */
  account_locked: { status: 429, title: '密码试错的次数太多，暂时不能登录' },
  rate_limited: { status: 429, title: '操作太快了，请稍等一下' },
  login_loop: { status: 403, title: '登录试了几次都没有成功，请完全退出企业微信后再打开' },
  internal: { status: 500, title: '侧边台出错了，我们已经记录下来' },
  /** The number by which we name the company at the vendor is none of the vendor's. */
  platform_unknown: { status: 502, title: '对方系统不认识侧边台里填的公众号，请联系管理员' },
  upstream_unreachable: { status: 502, title: '暂时连不上对方系统' },
  upstream_refused: { status: 502, title: '对方系统没有放行，授权有问题，请联系管理员' },
  upstream_expired: { status: 502, title: '对方系统的授权已失效，请联系管理员' },
  upstream_not_found: { status: 502, title: '对方系统里找不到这条记录' },
  upstream_unreadable: { status: 502, title: '对方系统的数据有误，请稍后再试' },
  upstream_rate_limited: { status: 503, title: '对方系统正忙，请稍后再试' },
  upstream_timeout: { status: 504, title: '对方系统太久没有回应' },
  /** Rows that lack what makes them rows: `leftOut` of the list counts them. */
  rows_left_out: { status: 502, title: '有记录读不出来' },
  /** The vendor has more rows than we read. */
  rows_cut: { status: 502, title: '记录太多，只读到一部分' },
  first_sync: { status: 503, title: '正在做第一次同步，数据还不完整' },
  /** A mirror that reads every so often has not done so for long, and no failure says why. */
  mirror_late: { status: 503, title: '还没有更新' },
  /** Our own database: full, locked, damaged or not there. */
  store_unavailable: { status: 503, title: '侧边台暂时用不了，请稍后再试' },
  overloaded: { status: 503, title: '侧边台正忙，请稍后再试' },
} as const satisfies Record<string, { status: number; title: string }>

export type ErrorCode = keyof typeof errors
