import type { RouteRecordRaw } from 'vue-router'

import type { Words } from '@/locales'

const GROUPS = ['work', 'seals', 'authorization', 'enterprise', 'help'] as const
type Group = (typeof GROUPS)[number]

declare module 'vue-router' {
  interface RouteMeta {
    title: Words
    /** The right that opens the screen, as `GET /sessions/current` names it; absent: any login. */
    action?: string
    /** Whoever comes, logged in or not; framed: with the menu for who is. */
    public?: boolean | 'framed'
    /** Where the screen stands in the menu; absent: it is reached from another screen. */
    menu?: { group: Group; place: number }
  }
}

const found = import.meta.glob<{ default: RouteRecordRaw[] }>('../screens/*/routes.ts', {
  eager: true,
})

/** Every screen's own routes, as each lists them beside itself. */
export const screens: RouteRecordRaw[] = Object.values(found).flatMap((module) => module.default)

interface MenuGroup {
  group: Group
  entries: { path: string; title: Words }[]
}

/** The menu of somebody with these rights (R5, R109). */
export function menuOf(may: (action: string) => boolean): MenuGroup[] {
  return GROUPS.map((group) => ({
    group,
    entries: screens
      .filter(({ meta }) => meta?.menu?.group === group && (!meta.action || may(meta.action)))
      .sort((one, other) => (one.meta?.menu?.place ?? 0) - (other.meta?.menu?.place ?? 0))
      .map(({ path, meta }) => ({ path, title: meta?.title as Words })),
  })).filter(({ entries }) => entries.length)
}
