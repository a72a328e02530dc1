interface LiveEvent {
  id: string
  type: string
  subject: string
  time: string
  data: Record<string, unknown>
}

type Listener = (event: LiveEvent) => void

const LEADER = 'originprint-events'
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30_000

/** Means: what is shown may be out of date, fetch it anew. */
export const RESET = 'reset'
const AFRESH: LiveEvent = { id: '', type: RESET, subject: '', time: '', data: {} }

const listeners = new Set<Listener>()
const channel = new BroadcastChannel(LEADER)
channel.onmessage = (message: MessageEvent<LiveEvent>) => tell(message.data)

/** What happens to the enterprise, as it happens; returns what ends the listening. */
export function onLiveEvent(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/**
 * One stream for all tabs of this browser: HTTP/1.1 allows six connections, and each stream holds one.
 * Ends when `signal` aborts; the next tab takes over.
 */
export function followEvents(types: readonly string[], signal: AbortSignal): void {
  lead(types, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}

/** Nobody heard what happened between the end of another tab's stream and the start of this one's. */
async function lead(types: readonly string[], signal: AbortSignal): Promise<void> {
  const led = await navigator.locks.request(LEADER, { ifAvailable: true }, async (lock) => {
    if (lock) await stream(types, signal)
    return !!lock
  })
  if (led || signal.aborted) return
  await navigator.locks.request(LEADER, { signal }, () => {
    publish(AFRESH)
    return stream(types, signal)
  })
}

function tell(event: LiveEvent): void {
  listeners.forEach((listener) => listener(event))
}

/** Has this tab fetch anew what it shows. */
export function startAfresh(): void {
  tell(AFRESH)
}

function publish(event: LiveEvent): void {
  tell(event)
  channel.postMessage(event)
}

async function stream(types: readonly string[], signal: AbortSignal): Promise<void> {
  let pause = FIRST_PAUSE_MS
  while (!signal.aborted) {
    const lasted = await oneConnection(types, signal)
    pause = lasted ? FIRST_PAUSE_MS : Math.min(pause * 2, LONGEST_PAUSE_MS)
    if (!signal.aborted) {
      await new Promise((resume) => setTimeout(resume, pause))
      publish(AFRESH)
    }
  }
}

/** Whether the connection had opened before it ended for good. */
function oneConnection(types: readonly string[], signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const source = new EventSource('/api/v1/events')
    let opened = false
    const end = () => {
      source.close()
      resolve(opened)
    }
    source.onopen = () => (opened = true)
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) end()
    }
    source.addEventListener(RESET, end)
    for (const type of types) {
      source.addEventListener(type, (message) => publish(JSON.parse(message.data) as LiveEvent))
    }
    signal.addEventListener('abort', end)
  })
}
