"""What PowerShell cmdlets do that an engineer should know before a run. Data only."""

from __future__ import annotations

from core.scripts.preflight.findings import Severity
from core.scripts.preflight.rule import CommandRule as Rule

_LOW, _MEDIUM, _HIGH = Severity.LOW, Severity.MEDIUM, Severity.HIGH
_BACKUP = "Make sure there is a backup, and name exactly what is to go."
_OFF = r"(?::|\s+)(?:\$false|0|false)\b"
_ON = r"(?:(?::|\s+)(?:\$true|1|true)\b|\s*$|\s+-)"
_HIDDEN_START = (
    r"encodedcommand|\s-e(?:nc?|c)?\s|windowstyle\s+hidden|-w\s+hid|https?://|downloadstring"
    r"|\biex\b|invoke-expression|\\temp\\|\\appdata\\|\\users\\public|mshta|wscript|\.vbs|\.hta"
)

DESTRUCTIVE = (
    Rule("wipes-disk", _HIGH, "format-volume clear-disk initialize-disk reset-physicaldisk",
         "{name} erases a disk or volume with everything on it. It cannot be undone.",
         "Check the disk or drive letter twice on the machine, and have a backup."),
    Rule("removes-partition", _HIGH, "remove-partition remove-virtualdisk remove-storagepool "
         "remove-physicaldisk remove-volume",
         "{name} removes storage and the data on it.", _BACKUP),
    Rule("deletes-accounts", _HIGH, "remove-aduser remove-adobject remove-adgroup "
         "remove-adcomputer remove-adorganizationalunit remove-adserviceaccount "
         "remove-mguser remove-mggroup remove-azureaduser remove-azureadgroup remove-msoluser "
         "remove-msolgroup remove-mgdevice remove-mgapplication remove-azureaddevice",
         "{name} deletes an account, group or object of the directory. What hangs on it is lost.",
         "Disable it first. Delete only when nobody needs it, and note how to restore it."),
    Rule("deletes-mail", _HIGH, "remove-mailbox remove-mailboxdatabase remove-publicfolder "
         "remove-mailuser remove-mailcontact remove-unifiedgroup remove-distributiongroup "
         "disable-mailbox remove-storemailbox remove-team remove-sposite remove-mgsite "
         "remove-spodeletedsite remove-accepteddomain remove-transportrule",
         "{name} removes mail, groups, teams or sites that people may still need.",
         "Check holds and retention first, and note until when it can be restored."),
    Rule("purges-mail", _HIGH, "search-mailbox new-compliancesearchaction",
         "{name} deletes messages out of mailboxes.",
         "Run the search alone first and look at what it finds.",
         when=r"-deletecontent|-purge\b"),
    Rule("deletes-snapshots", _HIGH, "remove-vmsnapshot remove-vmcheckpoint remove-vm "
         "remove-clustersharedvolume remove-cluster",
         "{name} deletes a virtual machine, its snapshots or its cluster storage.", _BACKUP),
    Rule("deletes-restore-points", _HIGH, "disable-computerrestore remove-wbbackupset "
         "remove-wbpolicy",
         "{name} takes away the means to restore this machine.",
         "Do this only when another backup is known to be good."),
    Rule("deletes-by-wmi", _HIGH, "get-wmiobject get-ciminstance invoke-wmimethod "
         "remove-wmiobject remove-ciminstance invoke-cimmethod",
         "It deletes shadow copies, from which Windows restores files.",
         "Leave them alone, unless another backup is known to be good.",
         when=r"shadowcopy.*(?:delete|remove)|(?:remove-\S+).*shadowcopy"),
    Rule("removes-dns", _HIGH, "remove-dnsserverzone",
         "{name} deletes a DNS zone: names in it are no longer found by anyone.",
         "Export the zone first."),
    Rule("removes-record", _MEDIUM, "remove-dnsserverresourcerecord remove-dhcpserverv4scope "
         "remove-dhcpserverv4reservation remove-gpo remove-gplink remove-dfsnroot "
         "remove-dfsnfolder remove-smbshare remove-netroute remove-netipaddress",
         "{name} removes something others may depend on.",
         "Write down what is there before it runs, so that it can be put back."),
    Rule("removes-membership", _LOW, "remove-adgroupmember remove-localgroupmember "
         "remove-mggroupmemberbyref remove-teamuser remove-mailboxpermission "
         "remove-distributiongroupmember remove-recipientpermission",
         "{name} takes rights or a membership away.", "Note the membership for the way back."),
    Rule("removes-local-user", _MEDIUM, "remove-localuser remove-localgroup",
         "{name} deletes a local account or group. A new one of that name has other rights.",
         "Disable the account first."),
    Rule("deletes-tree", _MEDIUM, "remove-item",
         "It deletes a folder with everything in it, hidden and read-only files as well.",
         "Check the path, and run it with -WhatIf first.", when=r"-recurse\b.*|-force\b.*\*"),
    Rule("deletes-files", _LOW, "remove-item clear-content clear-recyclebin",
         "{name} deletes files or what is in them.", "Check the path.",
         unless=r"-recurse\b|-path\s+(?:env|variable|function|alias):"),
    Rule("removes-software", _MEDIUM, "uninstall-package uninstall-windowsfeature "
         "remove-windowsfeature disable-windowsoptionalfeature remove-windowscapability "
         "remove-appxprovisionedpackage",
         "{name} removes software or a part of Windows.",
         "Know how to install it again, and whether a restart is needed."),
    Rule("removes-app", _LOW, "remove-appxpackage remove-printer remove-printerdriver "
         "remove-printerport uninstall-module",
         "{name} removes an app, printer or module.", "Note what it was, to add it again."),
    Rule("removes-update", _MEDIUM, "remove-windowspackage",
         "{name} removes an update or a package of Windows.",
         "Know why the update has to go, and block it or it comes back."),
    Rule("stops-computer", _MEDIUM, "stop-computer restart-computer suspend-computer "
         "invoke-rduserlogoff stop-vm restart-vm",
         "{name} ends the work of whoever is signed in there.",
         "Tell the people, and let them save first."),
    Rule("deletes-by-dotnet", _HIGH, "[io.directory]::delete [io.file]::delete",
         "{name} deletes from a drive or a folder of the system.", "Name the folder exactly.",
         when=r"\s(?:[a-z]:[\\/]*|[a-z]:\\(?:windows|users|program files)\\?)(?:\s|$)"),
    Rule("deletes-tree", _MEDIUM, "[io.directory]::delete [io.file]::delete",
         "{name} deletes past -WhatIf and -Confirm.",
         "Use Remove-Item, which can be tried with -WhatIf."),
    Rule("ends-windows", _HIGH, "stop-process",
         "It ends a part of Windows: the machine restarts at once or stops working.",
         "Name the program that hangs.",
         when=r"\b(?:lsass|csrss|wininit|winlogon|services|smss|svchost|dwm|system)\b"),
    Rule("network-off", _HIGH, "disable-netadapter",
         "It turns every network adapter off: the machine is cut off.", "Name the one adapter.",
         when=r"\*"),
    Rule("root-of-trust", _HIGH, "set-adaccountpassword reset-adserviceaccountpassword",
         "It changes the account on which all sign-ins of the domain rest.",
         "Follow Microsoft's own steps for krbtgt, with time between the two resets.",
         when=r"krbtgt"),
    Rule("stops-service", _LOW, "stop-service restart-service suspend-service stop-process",
         "{name} interrupts what depends on it.", "Check who uses it right now."),
    Rule("disables-account", _MEDIUM, "disable-adaccount disable-localuser "
         "set-adaccountpassword set-localuser update-mguser set-msoluserpassword "
         "set-azureaduserpassword revoke-mgusersigninsession",
         "{name} changes who can sign in.", "Check that this is the right account.",
         unless=r"^(?:set-localuser|update-mguser)(?!.*(?:-password|accountenabled))"),
    Rule("unjoins", _HIGH, "remove-computer",
         "{name} takes the computer out of its domain. Domain accounts can no longer sign in.",
         "Have a local administrator's password that is known to work."),
    Rule("changes-network", _MEDIUM, "disable-netadapter reset-netadapter restart-netadapter "
         "set-netipaddress new-netipaddress set-dnsclientserveraddress set-netipinterface "
         "remove-netadapter set-netconnectionprofile",
         "{name} changes the network: a remote session may end here.",
         "Do it where you can reach the machine without its network."),
)  # fmt: skip

REACHING_OUT = (
    Rule("fetches", _LOW, "invoke-webrequest invoke-restmethod start-bitstransfer",
         "{name} talks to another computer over the network.",
         "Check the address, and that it is one you trust."),
    Rule("sends-out", _MEDIUM, "send-mailmessage",
         "{name} sends mail out of the script.", "Check what is sent, and to whom."),
    Rule("uploads", _HIGH, "invoke-webrequest invoke-restmethod start-bitstransfer",
         "{name} sends a file or what it read to another computer.",
         "Check what leaves the machine, and where it goes.",
         when=r"-infile\b|uploadfile|-transfertype\s+upload|-body\s+\(?get-content"
              r"|-method:?\s+(?:post|put)\b.*(?:get-content|readall|password|credential)"),
    Rule("runs-text", _HIGH, "invoke-expression",
         "{name} runs a text as code: what it does is not to be seen before it runs.",
         "Call the commands by their names instead."),
    Rule("makes-function", _HIGH, "new-item set-item set-content",
         "It makes a command out of a text: what it does is not to be seen before it runs.",
         "Write the function out.", when=r"\s(?:function|alias):"),
    Rule("loads-remote", _MEDIUM, "import-module",
         "It loads code from another computer.", "Copy it, read it, and load the copy.",
         when=r"\s\\\\\w|https?:"),
    Rule("starts-by-dotnet", _MEDIUM, "[diagnostics.process]::start",
         "{name} starts a program.", "Check which one, and with what."),
    Rule("compiles-code", _HIGH, "add-type",
         "Add-Type compiles code that reaches past PowerShell into Windows.",
         "Read that code as closely as the script, or leave it out.",
         when=r"dllimport|-memberdefinition|kernel32|ntdll|virtualalloc|advapi32"),
    Rule("compiles", _MEDIUM, "add-type",
         "Add-Type compiles and loads code that this check does not read.",
         "Read that code as closely as the script.",
         unless=r"-assemblyname|dllimport|-memberdefinition|kernel32|ntdll|advapi32"),
    Rule("remote-commands", _MEDIUM, "invoke-command enter-pssession new-pssession "
         "new-cimsession invoke-cimmethod invoke-wmimethod",
         "{name} works on another computer.", "Check that the computers are the right ones.",
         when=r"-computername|-vmname|-cn\b"),
    Rule("installs", _MEDIUM, "install-module install-package install-script "
         "install-windowsfeature add-windowsfeature enable-windowsoptionalfeature "
         "add-windowscapability add-appxpackage install-packageprovider",
         "{name} installs software.", "Check where it comes from and which version it is."),
    Rule("trusts-gallery", _MEDIUM, "set-psrepository register-psrepository",
         "{name} trusts a source of modules without asking from now on.",
         "Name the one module you need instead.", when=r"trusted|register"),
)  # fmt: skip

WEAKENING = (
    Rule("defender-off", _HIGH, "set-mppreference",
         "It turns a part of Microsoft Defender off.",
         "Leave the protection on; find out what it blocks and why.",
         when=rf"-disable\w+{_ON}|-mapsreporting\s+(?:0|disabled)|-submitsamplesconsent\s+2"
              r"|-puaprotection\s+(?:0|disabled)|-enablecontrolledfolderaccess\s+(?:0|disabled)"
              r"|-enablenetworkprotection\s+(?:0|disabled)|defaultaction\s+(?:6|9|allow)"),
    Rule("defender-exclusion", _HIGH, "set-mppreference add-mppreference",
         "It keeps Microsoft Defender from looking at some files, folders or programs.",
         "Exclude only what the vendor asks for, never a whole drive or a temporary folder.",
         when=r"-exclusion\w+"),
    Rule("defender-removed", _HIGH, "uninstall-windowsfeature remove-windowsfeature",
         "It removes Microsoft Defender.", "Leave the protection on.", when=r"defender"),
    Rule("firewall-off", _HIGH, "set-netfirewallprofile",
         "It turns the Windows firewall off.",
         "Open the one port that is needed instead.", when=r"-enabled(?::|\s+)(?:\$?false|0)\b"),
    Rule("firewall-open", _HIGH, "set-netfirewallprofile",
         "It lets every connection in through the Windows firewall.",
         "Open the one port that is needed instead.", when=r"-defaultinboundaction\s+allow"),
    Rule("firewall-rule-off", _MEDIUM, "disable-netfirewallrule remove-netfirewallrule",
         "{name} takes rules of the firewall away.", "Note the rules, to put them back."),
    Rule("firewall-rules-off", _HIGH, "disable-netfirewallrule remove-netfirewallrule",
         "{name} takes all rules of the firewall away.", "Name the rules that have to go.",
         when=r"-all\b|-name\s+\*|-displayname\s+\*|^\S+$"),
    Rule("firewall-allows", _MEDIUM, "new-netfirewallrule set-netfirewallrule "
         "enable-netfirewallrule",
         "{name} opens the firewall for some connections.",
         "Limit it to the port, program and addresses that need it."),
    Rule("execution-policy", _HIGH, "set-executionpolicy",
         "From now on any script runs on this machine, also ones from the internet.",
         "Use -Scope Process, which ends with this window.",
         when=r"unrestricted|bypass", unless=r"-scope\s+process|bypass\s+process"),
    Rule("execution-policy-process", _LOW, "set-executionpolicy",
         "It changes which scripts may run.", "Limit it to -Scope Process."),
    Rule("adds-admin", _HIGH, "add-localgroupmember",
         "It makes an account administrator of this machine.",
         "Make sure this was asked for, and note when it has to end.",
         when=r"admin|s-1-5-32-544"),
    Rule("adds-remote", _MEDIUM, "add-localgroupmember",
         "It lets an account sign in to this machine from elsewhere, or do more on it.",
         "Make sure this was asked for.", when=r"remote|backup operators|power users|hyper-v"),
    Rule("adds-domain-admin", _HIGH, "add-adgroupmember add-adprincipalgroupmembership",
         "It gives an account rights over the whole domain.",
         "Make sure this was asked for, by whom, and note when it has to end.",
         when=r"(?:domain|enterprise|schema) admins|\badministrators\b|(?:account|backup|server) "
              r"operators|dnsadmins|group policy creator"),
    Rule("adds-cloud-admin", _HIGH, "add-msolrolemember add-azureaddirectoryrolemember "
         "new-mgrolemanagementdirectoryroleassignment new-mgdirectoryrolememberbyref "
         "new-mgrolemanagementdirectoryroleeligibilityschedulerequest",
         "{name} gives an account an administrator's role in Microsoft 365.",
         "Make sure this was asked for, by whom, and note when it has to end."),
    Rule("adds-member", _LOW, "add-adgroupmember add-adprincipalgroupmembership "
         "add-localgroupmember new-mggroupmember add-teamuser add-distributiongroupmember "
         "add-unifiedgrouplinks",
         "{name} gives an account more rights.", "Check the group and the account."),
    Rule("mailbox-rights", _MEDIUM, "add-mailboxpermission add-recipientpermission "
         "add-mailboxfolderpermission",
         "{name} lets somebody read or send another person's mail.",
         "Make sure the owner or their manager agreed."),
    Rule("forwards-mail", _HIGH, "set-mailbox new-inboxrule new-transportrule set-transportrule "
         "set-inboxrule",
         "It forwards or copies mail to another address.",
         "Forwarding is how mail is stolen: check the address with the owner.",
         when=r"-forward\w*|-redirect\w*|-blindcopyto|-copyto"),
    Rule("mfa-off", _HIGH, "set-msoluser set-msoldomainauthentication "
         "remove-mgidentityconditionalaccesspolicy update-mgidentityconditionalaccesspolicy "
         "remove-azureadmsconditionalaccesspolicy set-azureadmsconditionalaccesspolicy "
         "update-mgpolicyidentitysecuritydefaultenforcementpolicy "
         "remove-mguserauthenticationmethod",
         "{name} loosens how people prove who they are.",
         "Exclude one account for a short time instead, and note when to undo it.",
         when=r"strongauthentication|^\S+conditionalaccess|securitydefault|authenticationmethod"
              r"|-authentication\b"),
    Rule("mfa-reset", _MEDIUM, "remove-mguserauthenticationphonemethod "
         "remove-mguserauthenticationmicrosoftauthenticatormethod "
         "remove-mguserauthenticationfido2method reset-msolstrongauthenticationmethodbyupn "
         "remove-mguserauthenticationsoftwareoathmethod",
         "{name} removes a way in which a person proves who they are.",
         "Be sure that it is really this person who asks."),
    Rule("password-never-expires", _MEDIUM, "set-aduser set-localuser set-msoluser new-localuser "
         "set-adaccountcontrol",
         "It makes a password that never has to change.", "Use a managed account instead.",
         when=r"passwordneverexpires(?!\s*:?\s*\$?false)|passwordnotrequired(?!\s*:?\s*\$?false)"
              r"|dontexpirepassword|disablepasswordexpiration"),
    Rule("weak-account", _HIGH, "set-adaccountcontrol set-aduser enable-adaccount",
         "It makes an account that can be broken into without its password.",
         "Leave this off, and change what needs it.",
         when=r"passwordnotrequired(?!\s*:?\s*\$?false)|doesnotrequirepreauth\s*:?\s*\$?true"
              r"|trustedfordelegation\s*:?\s*\$?true|allowreversiblepassword\w*\s*:?\s*\$?true"),
    Rule("logs-cleared", _HIGH, "clear-eventlog remove-eventlog limit-eventlog "
         "clear-winevent",
         "{name} clears the event log: what happened on the machine can no longer be seen.",
         "Export the log first, or leave it.", unless=r"limit-eventlog.*(?:[1-9]\d*[mg]b)"),
    Rule("audit-off", _HIGH, "set-adminauditlogconfig set-mailbox "
         "set-mailboxauditbypassassociation set-organizationconfig disable-pstrace "
         "remove-unifiedauditlogretentionpolicy",
         "It stops recording who did what.", "Leave the audit on.",
         when=rf"-(?:adminauditlogenabled|unifiedauditlogingestionenabled|auditenabled){_OFF}"
              rf"|-auditbypassenabled{_ON}|-auditdisabled{_ON}|^(?:disable-pstrace|remove-unif)"),
    Rule("bitlocker-off", _HIGH, "disable-bitlocker clear-bitlockerautounlock",
         "{name} decrypts the drive: whoever gets it can read it.",
         "Suspend BitLocker for one restart instead."),
    Rule("bitlocker-paused", _MEDIUM, "suspend-bitlocker remove-bitlockerkeyprotector "
         "disable-bitlockerautounlock",
         "{name} weakens the encryption of a drive for now.",
         "Save the recovery key first, and resume afterwards."),
    Rule("old-protocol", _HIGH, "enable-windowsoptionalfeature set-smbserverconfiguration",
         "It allows SMB 1, an old protocol that worms use.",
         "Update the device that needs it instead.",
         when=r"smb1protocol|-enablesmb1protocol(?::|\s+)\$?true"),
    Rule("signing-off", _HIGH, "set-smbserverconfiguration set-smbclientconfiguration",
         "It turns off the signing or encryption of file shares.", "Leave it on.",
         when=rf"-(?:requiresecuritysignature|encryptdata|enablesecuritysignature"
              rf"|rejectunencryptedaccess){_OFF}"),
    Rule("remote-shell-on", _MEDIUM, "enable-psremoting enable-wsmancredssp "
         "set-wsmanquickconfig",
         "{name} lets this machine be run from elsewhere.",
         "Limit it to the machines that need it."),
    Rule("remote-shell-trusts", _HIGH, "set-item",
         "It lets this machine trust others, or send passwords unprotected.",
         "Name the one host, and use HTTPS or Kerberos.",
         when=r"wsman:.*(?:trustedhosts\s.*\*|allowunencrypted.*true|auth\\basic.*true)"),
    Rule("share-everyone", _HIGH, "new-smbshare grant-smbshareaccess",
         "It gives everyone full access to a share.", "Name the group that needs it.",
         when=r"-fullaccess\s+'?\"?everyone|everyone.*-accessright\s+full"),
    Rule("opens-tenant", _HIGH, "set-spotenant set-sposite set-csexternalaccesspolicy "
         "set-sharingpolicy",
         "It opens files or chats to people outside.",
         "Share with named guests instead.",
         when=r"externaluserandguestsharing|anonymous|-sharingcapability\s+external"),
    Rule("spam-off", _HIGH, "set-hostedcontentfilterpolicy disable-antiphishrule "
         "disable-safelinksrule disable-safeattachmentrule remove-antiphishpolicy "
         "disable-malwarefilterrule remove-malwarefilterpolicy disable-hostedcontentfilterrule "
         "set-hostedconnectionfilterpolicy",
         "{name} lets more dangerous mail through.",
         "Allow the one sender instead.",
         when=r"^(?:disable|remove)|alloweds\w+|-ipallowlist|-action\s+movetojmf.*none"),
)  # fmt: skip

PERSISTENCE = (
    Rule("scheduled-task-hidden", _HIGH, "register-scheduledtask new-scheduledtaskaction "
         "set-scheduledtask register-scheduledjob",
         "It makes a task that starts something hidden or from a place anyone can write to.",
         "Start a script from a protected folder, in the open.", when=_HIDDEN_START),
    Rule("scheduled-task", _MEDIUM, "register-scheduledtask set-scheduledtask "
         "register-scheduledjob",
         "{name} makes a task that goes on running after the script has ended.",
         "Note the task, what it starts and when it has to go."),
    Rule("task-removed", _LOW, "unregister-scheduledtask disable-scheduledtask",
         "{name} ends a task that may be needed.", "Export the task first."),
    Rule("new-service-hidden", _HIGH, "new-service",
         "It makes a service that starts something hidden or from a place anyone can write to.",
         "Install services from a protected folder.",
         when=rf"{_HIDDEN_START}|powershell|cmd(?:\.exe)?\s+/c"),
    Rule("new-service", _MEDIUM, "new-service",
         "{name} makes something that starts with the machine.",
         "Note the service, and when it has to go."),
    Rule("service-start", _LOW, "set-service",
         "{name} changes what starts with the machine.", "Note how it was before."),
    Rule("wmi-subscription", _HIGH, "register-wmievent set-wmiinstance new-ciminstance "
         "register-cimindicationevent",
         "It makes Windows start something at an event, where hardly anyone looks.",
         "Use a scheduled task, which can be seen.",
         when=r"__eventfilter|eventconsumer|__filtertoconsumerbinding|^register-(?:wmi|cim)"),
    Rule("profile-written", _HIGH, "add-content set-content out-file new-item copy-item",
         "It writes to a place from which Windows or PowerShell starts things by itself.",
         "Use a scheduled task, which can be seen.",
         when=r"\$profile\b(?!\w)|start menu\\programs\\startup|\\startup\\|profile\.ps1"),
)  # fmt: skip

RULES = (*DESTRUCTIVE, *REACHING_OUT, *WEAKENING, *PERSISTENCE)
