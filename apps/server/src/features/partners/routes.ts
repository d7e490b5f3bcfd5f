import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { addContact } from './add-contact.ts'
import { listAdminPartners, readPartnerDetails } from './administer-partners.ts'
import { checkPartnerExists } from './check-partner-exists.ts'
import { choosePolicyGroup, linkPolicyGroup } from './choose-policy-group.ts'
import { createPartner } from './create-partner.ts'
import { listOwnPartners } from './list-own-partners.ts'
import { listPartners, listPartnersWithLogo, readPartner } from './read-partners.ts'
import { registerPartner } from './register-partner.ts'
import { listPartnerValues, searchPartners, searchPartnerTypes } from './search-partners.ts'
import { updatePartner, updatePartnerWithLogo } from './update-partner.ts'
import { verifyEmail } from './verify-email.ts'

export const partnerRoutes = [
  route(contract.registerPartner, registerPartner),
  route(contract.registerPartnerWithLogo, registerPartner),
  route(contract.createPartner, createPartner),
  route(contract.checkPartnerExists, checkPartnerExists),
  route(contract.checkPartnerExistsByPost, checkPartnerExists),
  route(contract.verifyEmail, verifyEmail),
  route(contract.listOwnPartners, listOwnPartners),
  route(contract.readPartner, readPartner),
  route(contract.listPartners, listPartners),
  route(contract.listPartnersWithLogo, listPartnersWithLogo),
  route(contract.searchPartners, searchPartners),
  route(contract.searchPartnerTypes, searchPartnerTypes),
  route(contract.listPartnerValues, listPartnerValues),
  route(contract.updatePartner, updatePartner),
  route(contract.updatePartnerWithLogo, updatePartnerWithLogo),
  route(contract.addContact, addContact),
  route(contract.choosePolicyGroup, choosePolicyGroup),
  route(contract.linkPolicyGroup, linkPolicyGroup),
  route(contract.linkPolicyGroupOfPartner, linkPolicyGroup),
  route(contract.listAdminPartners, listAdminPartners),
  route(contract.listAdminPartnersWithLogo, listAdminPartners),
  route(contract.readPartnerDetails, readPartnerDetails),
  route(contract.readPartnerDetailsWithLogo, readPartnerDetails),
]
