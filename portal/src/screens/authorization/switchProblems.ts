import type { Words } from '@/locales'

const WORDS: Record<string, Words> = {
  'authorization.nothing_to_send': 'authorization.problem.nothingToSend',
  'authorization.signature_mismatch': 'authorization.problem.signatureMismatch',
  'certificate.seal_not_authorized': 'authorization.problem.notAuthorized',
  'seal.disabled': 'authorization.problem.sealDisabled',
  'seal.not_yet_valid': 'authorization.problem.sealNotYetValid',
  'seal.expired': 'authorization.problem.sealExpired',
  'signature.disabled': 'authorization.problem.signatureDisabled',
  'signature.left_out': 'authorization.problem.signatureDisabled',
}

/** Why 授权 is not possible, or the self-print switch is off, and what to do (R28-R35). */
export function problemWords(code: string): Words {
  return WORDS[code] ?? 'authorization.problem.other'
}
