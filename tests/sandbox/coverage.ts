import type { VendorName } from '../../src/sandbox/vendor.ts'

/** Which tests hold each route to its vendor: file → names. A route without a row, or a row without a route, fails. */
export const coverage: Record<VendorName, Record<string, Record<string, string[]>>> = {
  wecom: {
    'GET,POST /cgi-bin/gettoken': {
      'wecom-token.test.ts': [
        'gives the same token within its life, with the seconds that are left',
        'refuses a wrong company with 40013 and a wrong secret with 40001, HTTP 200 and a hint',
      ],
    },
    'GET,POST /cgi-bin/ticket/get': {
      'wecom-token.test.ts': [
        'gives the agent ticket, the same until it runs out',
        'refuses another kind of ticket with 40058',
      ],
    },
    'GET,POST /cgi-bin/auth/getuserinfo': {
      'wecom-oauth.test.ts': [
        'takes a code once',
        'takes it within five minutes',
        'refuses a made-up code with 40029 and none with 40058',
      ],
    },
    'GET,POST /cgi-bin/user/get': {
      'wecom-people.test.ts': [
        'tells name and department of a member, and no phone',
        'refuses an unknown member with 60111 and a missing userid with 40058',
      ],
    },
    'GET,POST /cgi-bin/externalcontact/get': {
      'wecom-people.test.ts': [
        'tells the customer and what each follower noted',
        'pages the followers',
        'refuses a foreign or unknown id with 40096, a deleted or unfollowed one with 84061',
      ],
    },
    'GET,POST /cgi-bin/externalcontact/groupchat/get': {
      'wecom-people.test.ts': [
        'tells the group, and names of members only when asked',
        'refuses what is no customer group with 90501, a wrong parameter with 40058, no JSON with 47001',
      ],
    },
    'GET,POST /cgi-bin/externalcontact/groupchat/list': {
      'wecom-people.test.ts': ['pages the groups of an owner to the last one, each once'],
    },
    'GET /connect/oauth2/authorize': {
      'wecom-oauth.test.ts': ['sends the visitor back with a code and the state'],
    },
  },
  youmi: {
    'POST /connect/token': {
      'youmi-token.test.ts': [
        'client credentials give a bearer token and its life in seconds',
        'another %s is refused',
        'a token is good until its life is over, then it is HTTP 401',
      ],
    },
    'POST /v2/Todo/GetChargeDaffairesList': {
      'youmi-todos.test.ts': [
        'row 3626 is the one of the vendor’s page, word for word',
        '%j is refused with 200012',
        'remindStaff finds the todos of one 工号, whoever else has them',
      ],
    },
    'POST /v2/Todo/GetChargeDaffairesCount': { 'youmi-todos.test.ts': ['the count follows the same filters'] },
  },
  waiqin: {
    'POST /api/cusTask/v1/queryTask/:openid/:timestamp/:digest/:msgId': {
      'waiqin-signature.test.ts': ['a wrong digest is refused with HTTP 200', 'an unknown openid is refused'],
      'waiqin-tasks.test.ts': [
        'the first row is the one of the vendor’s page, word for word',
        'a full last page is followed by an empty one',
        'both days of a %s window count',
      ],
    },
    'POST /api/cusTask/v1/queryTaskType/:openid/:timestamp/:digest/:msgId': {
      'waiqin-types-and-customers.test.ts': [
        'the first type is the one of the vendor’s page, word for word',
        'a wrong digest is refused at every query',
      ],
    },
    'POST /api/customer/v1/queryCustomer/:openid/:timestamp/:digest/:msgId': {
      'waiqin-types-and-customers.test.ts': [
        'the seed customer is 陈晓雨’s shop, managed by her salesperson',
        'a wrong digest is refused at every query',
        'customers come 1000 a page',
      ],
    },
  },
  tanma: {
    'POST /api/v3/groupSop/getGroupList': {
      'tanma.test.ts': [
        '%s is 1002, with HTTP 200 and no data',
        'a time five minutes off is 1003, either way, and so are seconds',
        'the secret as a header is refused, whatever the sign',
        'the request of the vendor’s page gets the answer of the page, word for word',
        'pages hold every group once, and a page beyond the last is empty',
      ],
    },
  },
}
