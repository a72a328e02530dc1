import { ref, watch, type Ref } from 'vue'

/** A choice of this browser that outlives the page; nothing secret. `fallback` when there is none. */
export function useRemembered<T>(name: string, fallback: T): Ref<T> {
  const place = `originprint-${name}`
  const value = ref(read(place, fallback)) as Ref<T>
  watch(value, (chosen) => localStorage.setItem(place, JSON.stringify(chosen)), { deep: true })
  return value
}

function read<T>(place: string, fallback: T): T {
  try {
    const text = localStorage.getItem(place)
    return text === null ? fallback : (JSON.parse(text) as T)
  } catch {
    return fallback
  }
}
