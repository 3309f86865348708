/** 勤策's data, with its own field names [https://api.waiqin365.com/SERVER/app/cm_task/task.html]. */
export interface Person {
  id: string
  name: string
  /** Documented, but missing for some people. */
  source_code?: string
}

export interface Feedback {
  feedback_content: string
  feedback_visit_id: string
  feedback_time: string
}

export interface Task {
  task_id: string
  creator: Person
  receivers: Person[]
  customer_id: string
  task_type_id: string
  task_source_id: string
  task_source_name: string
  task_content: string
  /** 0 off site, 1 on site, 2 no requirement. */
  execute_demand: string
  create_time: string
  modify_time: string
  feedback_deadline: string
  latest_feedback_time: string
  latest_feedback_content: string
  /** 0 waiting, 1 fed back, 2 accepted, 3 needs new feedback. */
  task_status: string
  /** 0 deleted, 1 normal. A number in the documentation's sample, text in its table of fields. */
  status: number | string
  task_achievement?: string
  visit_implement_id: string
  visit_function_id?: string
  feedback_detail: Feedback[]
}

export interface TaskType {
  type_id: string
  type_name: string
  /** 0 stopped, 1 in use, 2 deleted: not the same values as a task's status. */
  status: string
  publish_status: string
  creator_id: string
  creator_name: string
  create_time: string
  modifier_id: string
  modifier_name: string
  modify_time: string
  execute_demand: string
  receiver_limit: string
  feedback_picture_required: string
  is_album_permitted: string
  remark: string
}

/** [https://api.waiqin365.com/SERVER/sysapp/employee_v3.html] */
export interface Employee {
  id: string
  /** The tenant's own id of them: a task's `source_code`. */
  emp_id: string
  /** Their login. */
  emp_code: string
  emp_name: string
  emp_mobile: string
  emp_tel: string
  emp_email: string
  emp_qq: string
  emp_weixin: string
  emp_org_id: string
  emp_org_code: string
  emp_org_name: string
  waiqin365_org_id: string
  waiqin365_parent_id: string
  emp_position: string
  emp_job: string
  /** 0 closed, 1 normal, 2 disabled. */
  emp_status: string
  exts: { emp_ext_key: string; emp_ext_value: string }[]
}

export interface Customer {
  id: string
  cm_id: string
  cm_code: string
  cm_name: string
  cm_tel: string
  cm_type: string
  /** 1 in use, 0 stopped. */
  cm_status: string
  cm_manager: string
  cm_manager_id: string
  cm_linkman_name: string
  cm_linkman_mobile: string
  cm_addr: string
  create_time: string
  exts: { cm_ext_key: string; cm_ext_value: string }[]
}
