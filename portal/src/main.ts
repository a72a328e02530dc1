import { createPinia } from 'pinia'
import { createApp } from 'vue'

import { i18n, useChosenLanguage } from './locales'
import App from './shell/App.vue'
import { router } from './shell/router'
import './styles/tokens.css'
import './styles/base.css'

await useChosenLanguage()
createApp(App).use(createPinia()).use(i18n).use(router).mount('#app')
