import type { components } from './schema'

/** RFC 9457 as the gateway sends it: a stable `code`, both languages, the rule and what to do. */
export type Problem = components['schemas']['Problem']

export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail)
  }
}

export const UNREACHABLE = 'portal.unreachable'

/** No answer of the gateway came: cut off, or something between answered with a page of its own. */
export function unreachable(status: number): Problem {
  return {
    type: `urn:originprint:problem:${UNREACHABLE}`,
    title: 'No answer',
    status,
    code: UNREACHABLE,
    call_id: '',
    detail: 'The service cannot be reached.',
    detail_zh: '服务无法连接。',
    what_to_do: 'Nothing was lost. Check the network and try again.',
    what_to_do_zh: '内容未丢失。请检查网络后重试。',
    rule: null,
    details: {},
    errors: null,
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail_zh' in body
}

/** What a response that is not ok says, whoever wrote it. */
export function problemOf(body: unknown, status: number): Problem {
  return isProblem(body) ? body : unreachable(status)
}

/** No answer came: whether it was done is unknown, and under its key it is done once. */
export function mayBeSentAgain(error: unknown): boolean {
  return (
    error instanceof ProblemError && (error.problem.status === 0 || error.problem.status >= 500)
  )
}
