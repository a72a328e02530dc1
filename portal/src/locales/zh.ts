import agents from './zh/agents.json'
import apiTokens from './zh/apiTokens.json'
import audit from './zh/audit.json'
import authorization from './zh/authorization.json'
import certificates from './zh/certificates.json'
import common from './zh/common.json'
import customs from './zh/customs.json'
import downloads from './zh/downloads.json'
import exceptions from './zh/exceptions.json'
import help from './zh/help.json'
import home from './zh/home.json'
import ledger from './zh/ledger.json'
import login from './zh/login.json'
import people from './zh/people.json'
import printing from './zh/printing.json'
import seals from './zh/seals.json'
import sessions from './zh/sessions.json'
import shell from './zh/shell.json'
import signatures from './zh/signatures.json'
import webhooks from './zh/webhooks.json'
import workstations from './zh/workstations.json'

export default {
  agents,
  apiTokens,
  audit,
  authorization,
  certificates,
  common,
  customs,
  downloads,
  exceptions,
  help,
  home,
  ledger,
  login,
  people,
  printing,
  seals,
  sessions,
  shell,
  signatures,
  webhooks,
  workstations,
}
