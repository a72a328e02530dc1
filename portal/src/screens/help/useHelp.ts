import { watch, type Ref } from 'vue'
import { useRoute } from 'vue-router'

import { api, call, type Schema } from '@/api/client'
import { useWords } from '@/locales'
import { useAsk } from '@/ui/useAsk'

export type Topic = Schema['HelpTopic']['topic']
type Section = Schema['HelpSection']

/** Everything there is to read, and whom to call (R110). */
export function useHelp() {
  return useAsk(() => call(api.GET('/api/v1/help')))
}

/** One topic in the language that is on. */
export function useTopic(topic: () => Topic) {
  const { language } = useWords()
  const asked = useAsk(() => {
    const params = { path: { topic: topic() }, query: { language: language.value } }
    return call(api.GET('/api/v1/help/{topic}', { params }))
  })
  watch([language, topic], () => void asked.reload())
  return asked
}

/** Leads to the place that the address names, which is there once the text has come. */
export function useAnchor(text: Ref<unknown>): void {
  const route = useRoute()
  let ledTo = ''
  watch(
    text,
    () => {
      if (!route.hash || ledTo === route.fullPath) return
      ledTo = route.fullPath
      document.getElementById(route.hash.slice(1))?.scrollIntoView()
    },
    { flush: 'post' },
  )
}

/** The topic as a file to keep. */
export function downloadOf(topic: Topic, language: string): string {
  return `/api/v1/help/${topic}/download?language=${language}`
}

/** The sections in which every word of what was typed stands, wherever in them. */
export function found(sections: readonly Section[], typed: string): Section[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return sections.filter(({ heading, html }) => {
    const text = `${heading} ${html.replace(/<[^>]*>/g, ' ')}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
