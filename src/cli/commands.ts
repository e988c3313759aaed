import { backupCommand } from './backup.ts'
import type { Command } from './command.ts'
import { doctorCommand } from './doctor.ts'
import { exportAllCommand, exportAnswersCommand } from './export.ts'
import { importOrdersCommand } from './import.ts'
import { importCustomersCommand, importPointsCommand, importProductsCommand } from './import-rest.ts'
import { snippetsCommand } from './snippets.ts'
import { linksCommand } from './links.ts'
import { replayCommand } from './replay.ts'
import { reportCommand } from './report.ts'
import { restoreCommand } from './restore.ts'
import { loginCommand } from './login.ts'
import { staffInviteCommand } from './staff.ts'
import { setupCommand } from './setup.ts'
import { whatsappPairCommand } from './whatsapp.ts'
import { scenariosCheckCommand, scenariosShowCommand } from './scenarios.ts'

/** All but `start`, in the order in which --help lists them. */
export const commands: Command[] = [setupCommand, importOrdersCommand, importCustomersCommand, importProductsCommand, importPointsCommand, linksCommand, snippetsCommand, scenariosCheckCommand, scenariosShowCommand, replayCommand, exportAnswersCommand, exportAllCommand, reportCommand, loginCommand, staffInviteCommand, whatsappPairCommand, doctorCommand, backupCommand, restoreCommand]
