import { onScopeDispose } from 'vue'

/** Does it again and again while the page is seen. */
export function useEvery(milliseconds: number, look: () => unknown): void {
  const timer = setInterval(() => document.hidden || look(), milliseconds)
  onScopeDispose(() => clearInterval(timer))
}
