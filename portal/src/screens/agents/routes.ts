import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/agents',
    component: () => import('./AgentsScreen.vue'),
    meta: {
      title: 'agents.title',
      action: 'list_agent_grants',
      menu: { group: 'authorization', place: 20 },
    },
  },
  {
    path: '/agents/new',
    component: () => import('./GrantScreen.vue'),
    meta: { title: 'agents.new', action: 'grant_agent' },
  },
  {
    path: '/agents/:code/prints',
    component: () => import('./AgentPrintsScreen.vue'),
    props: true,
    meta: { title: 'agents.prints', action: 'list_print_jobs' },
  },
  {
    path: '/principals',
    component: () => import('./PrincipalsScreen.vue'),
    meta: {
      title: 'agents.principals',
      action: 'list_principals',
      menu: { group: 'authorization', place: 30 },
    },
  },
] satisfies RouteRecordRaw[]
