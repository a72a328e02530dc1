import { ref } from 'vue'

/** What the one live region of the page says, for those who hear the page. */
export const announcement = ref('')

/** The same sentence twice is said twice. */
export function announce(sentence: string): void {
  announcement.value = ''
  requestAnimationFrame(() => (announcement.value = sentence))
}
