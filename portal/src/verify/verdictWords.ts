import type { Word } from './verdict'

/** good: rely on it; wait: not yet; bad: do not rely on it; none: nothing was found out. */
type Tone = 'good' | 'wait' | 'bad' | 'none'

export const TONES: Record<Word, Tone> = {
  valid: 'good',
  not_archived: 'wait',
  signatureOnly: 'wait',
  replaced: 'bad',
  voided: 'bad',
  not_valid: 'bad',
  unknown_number: 'bad',
  altered: 'bad',
  forged: 'bad',
  unreachable: 'none',
}

/** A shape of its own for each, so that no colour has to be told apart. */
export const SIGNS: Record<Word, string> = {
  valid: '✓',
  not_archived: '⧗',
  signatureOnly: '✎',
  replaced: '⇄',
  voided: '⊘',
  not_valid: '✕',
  unknown_number: '?',
  altered: '≠',
  forged: '✕',
  unreachable: '⚠',
}

type Words = Record<Word, string>

const zh: Words = {
  valid: '有效',
  not_archived: '尚未归档',
  signatureOnly: '签名真实',
  replaced: '已被取代',
  voided: '已作废',
  not_valid: '未通过核对',
  unknown_number: '查无此证',
  altered: '并非原件',
  forged: '签名不符',
  unreachable: '无法联网核实',
}

const en: Words = {
  valid: 'Valid',
  not_archived: 'Not archived yet',
  signatureOnly: 'Signature genuine',
  replaced: 'Replaced',
  voided: 'Void',
  not_valid: 'Not confirmed',
  unknown_number: 'No such certificate',
  altered: 'Not the original',
  forged: 'Signature false',
  unreachable: 'Cannot be checked now',
}

/** Languages of destinations; a language that is not here is shown English. */
const OTHERS: Record<string, Words> = {
  es: {
    valid: 'Válido',
    not_archived: 'Aún no archivado',
    signatureOnly: 'Firma auténtica',
    replaced: 'Sustituido',
    voided: 'Anulado',
    not_valid: 'No confirmado',
    unknown_number: 'No existe tal certificado',
    altered: 'No es el original',
    forged: 'Firma falsa',
    unreachable: 'No se puede comprobar ahora',
  },
  ko: {
    valid: '유효',
    not_archived: '아직 보관되지 않음',
    signatureOnly: '서명 진본',
    replaced: '교체됨',
    voided: '무효',
    not_valid: '확인되지 않음',
    unknown_number: '해당 증명서 없음',
    altered: '원본 아님',
    forged: '서명 불일치',
    unreachable: '지금은 확인할 수 없음',
  },
  ja: {
    valid: '有効',
    not_archived: '未保管',
    signatureOnly: '署名は真正',
    replaced: '差し替え済み',
    voided: '無効',
    not_valid: '確認できません',
    unknown_number: '該当する証明書なし',
    altered: '原本ではありません',
    forged: '署名不一致',
    unreachable: '現在確認できません',
  },
  th: {
    valid: 'ใช้ได้',
    not_archived: 'ยังไม่ได้จัดเก็บ',
    signatureOnly: 'ลายเซ็นแท้',
    replaced: 'ถูกแทนที่แล้ว',
    voided: 'ยกเลิกแล้ว',
    not_valid: 'ไม่ได้รับการยืนยัน',
    unknown_number: 'ไม่พบหนังสือรับรองนี้',
    altered: 'ไม่ใช่ต้นฉบับ',
    forged: 'ลายเซ็นไม่ถูกต้อง',
    unreachable: 'ตรวจสอบไม่ได้ในขณะนี้',
  },
  vi: {
    valid: 'Hợp lệ',
    not_archived: 'Chưa lưu trữ',
    signatureOnly: 'Chữ ký thật',
    replaced: 'Đã được thay thế',
    voided: 'Đã hủy',
    not_valid: 'Không được xác nhận',
    unknown_number: 'Không có giấy chứng nhận này',
    altered: 'Không phải bản gốc',
    forged: 'Chữ ký sai',
    unreachable: 'Hiện không thể kiểm tra',
  },
  id: {
    valid: 'Berlaku',
    not_archived: 'Belum diarsipkan',
    signatureOnly: 'Tanda tangan asli',
    replaced: 'Telah diganti',
    voided: 'Dibatalkan',
    not_valid: 'Tidak terkonfirmasi',
    unknown_number: 'Sertifikat tidak ditemukan',
    altered: 'Bukan asli',
    forged: 'Tanda tangan palsu',
    unreachable: 'Saat ini tidak dapat diperiksa',
  },
  de: {
    valid: 'Gültig',
    not_archived: 'Noch nicht archiviert',
    signatureOnly: 'Signatur echt',
    replaced: 'Ersetzt',
    voided: 'Ungültig',
    not_valid: 'Nicht bestätigt',
    unknown_number: 'Kein solches Zeugnis',
    altered: 'Nicht das Original',
    forged: 'Signatur falsch',
    unreachable: 'Jetzt nicht prüfbar',
  },
  fr: {
    valid: 'Valable',
    not_archived: 'Pas encore archivé',
    signatureOnly: 'Signature authentique',
    replaced: 'Remplacé',
    voided: 'Annulé',
    not_valid: 'Non confirmé',
    unknown_number: 'Certificat inexistant',
    altered: 'Pas l’original',
    forged: 'Signature fausse',
    unreachable: 'Vérification impossible pour le moment',
  },
}

/** Of the certificate type where the browser asks for no language known here. */
const LANGUAGE_OF_TYPE: Record<string, string> = {
  china_chile: 'es',
  china_korea: 'ko',
  china_switzerland: 'de',
}

interface Told {
  tag: string
  word: string
}

/** The verdict in Chinese, in English, and in the reader's or the destination's language. */
export function wordsOf(
  word: Word,
  typeId: string | null | undefined,
  asked: readonly string[] = navigator.languages,
): Told[] {
  const wanted = asked.map((tag) => tag.slice(0, 2)).find((tag) => tag in OTHERS)
  const tag = LANGUAGE_OF_TYPE[typeId ?? ''] ?? wanted
  const third = tag ? OTHERS[tag]?.[word] : undefined
  return [
    { tag: 'zh-CN', word: zh[word] },
    { tag: 'en', word: en[word] },
    ...(tag && third ? [{ tag, word: third }] : []),
  ]
}
