import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist'
import Worker from 'pdfjs-dist/build/pdf.worker.min.mjs?worker'

/** Opens a copy of the bytes, for the worker keeps what it is given. */
export function openPdf(content: ArrayBuffer): Promise<PDFDocumentProxy> {
  GlobalWorkerOptions.workerPort ??= new Worker()
  return getDocument({ data: new Uint8Array(content.slice(0)) }).promise
}
