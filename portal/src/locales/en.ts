import agents from './en/agents.json'
import apiTokens from './en/apiTokens.json'
import audit from './en/audit.json'
import authorization from './en/authorization.json'
import certificates from './en/certificates.json'
import common from './en/common.json'
import customs from './en/customs.json'
import downloads from './en/downloads.json'
import exceptions from './en/exceptions.json'
import help from './en/help.json'
import home from './en/home.json'
import ledger from './en/ledger.json'
import login from './en/login.json'
import people from './en/people.json'
import printing from './en/printing.json'
import seals from './en/seals.json'
import sessions from './en/sessions.json'
import shell from './en/shell.json'
import signatures from './en/signatures.json'
import webhooks from './en/webhooks.json'
import workstations from './en/workstations.json'

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
