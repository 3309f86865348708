import type { VendorName } from '../../src/sandbox/vendors/vendor.ts'

/** The tests that check each route: file → test names. Every route must have a row, and every row a route. */
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
    'GET,POST /cgi-bin/media/get': {
      'wecom-people.test.ts': ['gives the picture of a media id, and refuses what is gone with 40007'],
    },
    'GET,POST /cgi-bin/agent/get': {
      'wecom-people.test.ts': ['tells its trusted domain and visible range, and refuses another one with 301002'],
    },
    'GET,POST /cgi-bin/department/simplelist': {
      'wecom-address-book.test.ts': [
        'tells the departments of the visible range, without names',
        'refuses an unknown department with 60003 and one that the app may not see with 60011',
      ],
    },
    'GET,POST /cgi-bin/department/list': {
      'wecom-address-book.test.ts': [
        'tells their names, two of them the same',
        'refuses an unknown department with 60003 and one that the app may not see with 60011',
      ],
    },
    'GET,POST /cgi-bin/user/simplelist': {
      'wecom-address-book.test.ts': [
        'tells who is in a department, and not who is in one below it',
        'refuses an unknown department with 60123, one that the app may not see with 60011, and none with 40058',
      ],
    },
    'GET,POST /cgi-bin/externalcontact/get_follow_user_list': {
      'wecom-people.test.ts': ['tells who of the visible range has the right of customer contact'],
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
    'GET /wwlogin/sso/login': {
      'wecom-web-login.test.ts': [
        'shows it with whoever may scan it, administrators first, and keeps what it was opened with',
      ],
    },
    'GET /wwlogin/sso/scanned': {
      'wecom-web-login.test.ts': [
        'leads back with a code for whoever has scanned, good once',
        'leads back without a code after a refusal on the phone',
      ],
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
    'POST /v2/System/GetStaffList': {
      'youmi-staff.test.ts': [
        'tells everybody who has a 工号, at once',
        'leaves closed accounts out where only valid ones are asked for',
        '%j is refused with 200012',
        'may be a server error, or use the names of other reports',
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
    'POST /api/employee/v3/queryEmployee/:openid/:timestamp/:digest/:msgId': {
      'waiqin-employees.test.ts': [
        'are those of our people, of those who left, and of some whom nobody is',
        'are found by 勤策’s id, which counts before the tenant’s, and by state',
        'come a thousand a page, or a hundred',
        'are told to whom the tenant grants them alone, and only with a right digest',
      ],
    },
  },
  tanma: {
    'POST /api/v3/get-users': {
      'tanma-users.test.ts': [
        'is signed as the other query is',
        'tells each employee once, by pages',
        'finds by a part of the name, and who was deleted by asking for them',
        'tells the WeCom userid where the version does, and may not be there at all',
      ],
    },
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
  yunzhong: {
    'GET,POST /addons/yun_shop/api.php': {
      'yunzhong-session.test.ts': [
        'a wrong password is HTTP 200 with the vendor’s words and no cookie',
        'five wrong tries lock a mobile for thirty minutes, for the right password too',
        'another shop and an unknown route are refused',
        'ends by signing out',
        'is told so by api.php: 1 for the password client, 0 with an address for the others',
        'can be told so by data.status, once even with result 1',
      ],
      'yunzhong-pushes.test.ts': [
        'tells what is pending for the customer, and who else waits',
        'leaves an empty list out, or makes it null',
        'is JSON in a string, an object by keys that have gaps',
        'marks one piece by its key, and the push leaves when the last is marked',
        'refuses an unknown key, a missing type and another’s push',
      ],
    },
    'GET,POST /business/:uniacid/admin/manageBusiness': {
      'yunzhong-session.test.ts': [
        'has to be chosen in each new session where the tenant wants it',
        'is chosen by nobody who is not signed in',
      ],
    },
    'POST /business/:uniacid/plugin/SopTask/getTaskList': {
      'yunzhong-moments.test.ts': [
        'tells the SOPs of one kind, fifteen a page',
        'a page beyond the last is empty, and what is no page is the first',
        'is POST alone',
      ],
    },
    'POST /business/:uniacid/plugin/SopTask/getFriendsJobList': {
      'yunzhong-moments.test.ts': [
        'the jobs of the vendor’s page come word for word, with its sums',
        'sums are of people over all pages',
        'without a task_id it is refused',
      ],
    },
    'POST /business/:uniacid/plugin/SopTask/getFriendsJobDetailsList': {
      'yunzhong-moments.test.ts': [
        'tells who has published, as many as the job says',
        'comes fifteen a page, by state and by name',
        'without a job_id it is refused, and an unknown job has nobody',
      ],
    },
    'GET /business/:uniacid/plugin/project-manager/notice/unread': {
      'yunzhong-notices.test.ts': [
        'of the vendor’s page come first in the unread ones, word for word',
        'come twenty a page, each once',
        'are GET alone',
      ],
      'yunzhong-session.test.ts': [
        'lives on by being used, and ends after two idle hours',
        'is told so by the enterprise’s routes with login_status 1',
        'may have its PC side off, or a route not granted',
      ],
    },
    'GET /business/:uniacid/plugin/project-manager/notice/read': {
      'yunzhong-notices.test.ts': ['are read or unread, and of the signed-in person alone'],
    },
    'GET /business/:uniacid/admin/message/unread': {
      'yunzhong-notices.test.ts': [
        'tells the same inbox, newest first and nothing older than a year',
        'may be missing, or not granted',
      ],
    },
    'GET /business/:uniacid/admin/message/read': {
      'yunzhong-notices.test.ts': ['tells the same inbox, newest first and nothing older than a year'],
    },
    'GET,POST /business/:uniacid/admin/message/markRead': {
      'yunzhong-notices.test.ts': [
        'markRead moves a notice by its own id, asked either way',
        'markRead is glad about unknown ids, and asks nobody whose notice it is',
        'may be missing, or not granted',
      ],
    },
    'GET /attachment/:file': {
      'yunzhong-session.test.ts': [
        'a picture of the shop’s is a picture, whatever is asked for and whatever is broken',
      ],
    },
  },
  orders: {
    'POST /sidedesk/orders': {
      'orders-signature.test.ts': [
        'is the one of the contract’s vector',
        '%s is bad_signature',
        'holds for five minutes before and after, and not a second longer',
        'an id is good once in ten minutes',
      ],
      'orders-messages.test.ts': [
        'ping tells the system, its clock and what it can do',
        'what is no message of this contract is refused by its own code',
        'a request of more than 1 MiB is refused in words',
        'somebody else’s is not found, to the letter like one that does not exist',
      ],
      'orders-lists.test.ts': [
        'identities of two customers are many, never the first',
        'no identity, or an empty one, is refused before anything is looked for',
        'who may not see the customer is told so, and so is who is no member',
        'hold each of 200 orders once, newest first',
        'have an open task for me, and tell whose they are',
        'finds nobody by a part of a phone, and nobody whom only others serve',
      ],
    },
    'GET,PUT,PATCH,DELETE /sidedesk/orders': { 'orders-messages.test.ts': ['only POST is answered'] },
    'GET /pictures/:file': {
      'orders-messages.test.ts': [
        'is a small PNG of its own for each, and whoever asks gets it',
        'of what is not sold here there is none',
      ],
    },
  },
}
