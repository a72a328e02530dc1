import { createApp } from 'vue'

import '../styles/tokens.css'
import '../styles/base.css'
import VerifyApp from './VerifyApp.vue'

createApp(VerifyApp).mount('#app')

if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  void navigator.serviceWorker.register('/verify/sw.js')
}
