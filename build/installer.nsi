; The Windows installer: per user, no administrator, no question that has a good default.
;
; Given with /D on makensis' command line:
;   VERSION         the version of pyproject.toml      VERSION_NUMBERS  the same as four numbers
;   PROGRAM         the folder that PyInstaller made   INSTALLED_KB     its size
;   ICON            the program's icon                 OUTPUT           the installer to write
;   UNCOMPRESSED    optional: quick to make, for proofs
;   SIGN            optional: a command that signs the file given to it
;
; Switches of the installer: /S asks nothing, /AUTOSTART starts FlowPilot at sign-in, /UPDATE waits for
; a running FlowPilot to end and leaves update-outcome.json for it, /RESTART starts it afterwards.
; Exit codes: 0 done, 2 it could not be installed and nothing was changed, 3 FlowPilot was still
; running, 4 the new version failed its self-test and the old one is back.
; Switches of the uninstaller: /S asks nothing, /PURGE removes the data as well.

Unicode true
Target amd64-unicode
RequestExecutionLevel user
ManifestDPIAware true
!ifdef UNCOMPRESSED
  SetCompress off
!else
  SetCompressor /SOLID lzma
!endif

!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "FileFunc.nsh"
!include "Win\COM.nsh"
!include "Win\Propkey.nsh"

!define NAME "FlowPilot"
!define APP_ID "FlowPilot.Desktop" ; as the program tells Windows, see desktop/
!define PROGRAM_FILE "FlowPilot.exe"
!define SETTINGS_KEY "Software\FlowPilot"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\FlowPilot"
!define RUN_KEY "Software\Microsoft\Windows\CurrentVersion\Run"
!define LINK_KEY "Software\Classes\flowpilot"
!define DATA "$LOCALAPPDATA\FlowPilot"
!define SELF_TEST_MS 180000
!define SILENT_TRIES 120 ; of half a second

Name "${NAME}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\FlowPilot"
InstallDirRegKey HKCU "${SETTINGS_KEY}" "InstallFolder"
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${VERSION_NUMBERS}"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${NAME} installer"
VIAddVersionKey "CompanyName" "${NAME}"
VIAddVersionKey "LegalCopyright" "Apache License 2.0"
!ifdef SIGN
  !finalize '${SIGN} "%1"'
  !uninstfinalize '${SIGN} "%1"'
!endif

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_COMPONENTSPAGE_NODESC
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM_FILE}"
!define MUI_FINISHPAGE_RUN_TEXT "Open ${NAME}"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

Var IsUpdate
Var WantsRestart
Var HasPrevious ; whether an older program is set aside in $INSTDIR\previous

; --- Shared by the installer and the uninstaller

; Waits until FlowPilot.exe can be written, which it cannot while it runs. $R0: "1" when it can.
; Nobody is there to close it when nothing is asked, so then it is given a minute.
!macro WAIT_UNTIL_ENDED
  ${If} ${Silent}
    StrCpy $R3 ${SILENT_TRIES}
  ${Else}
    StrCpy $R3 1
  ${EndIf}
  ${Do}
    StrCpy $R0 "0"
    ${For} $R1 1 $R3
      ClearErrors
      ${If} ${FileExists} "$INSTDIR\${PROGRAM_FILE}"
        FileOpen $R2 "$INSTDIR\${PROGRAM_FILE}" a
      ${EndIf}
      ${IfNot} ${Errors}
        ${If} ${FileExists} "$INSTDIR\${PROGRAM_FILE}"
          FileClose $R2
        ${EndIf}
        StrCpy $R0 "1"
        ${Break}
      ${EndIf}
      Sleep 500
    ${Next}
    ${If} $R0 == "1"
      ${Break}
    ${EndIf}
  ${LoopWhile} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${NAME} is still running. Close it and try again." /SD IDCANCEL IDRETRY`
!macroend

; --- Install

Function .onInit
  SetShellVarContext current
  StrCpy $IsUpdate "0"
  StrCpy $WantsRestart "0"
  StrCpy $HasPrevious "0"
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/UPDATE" $R1
  ${IfNot} ${Errors}
    StrCpy $IsUpdate "1"
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/RESTART" $R1
  ${IfNot} ${Errors}
    StrCpy $WantsRestart "1"
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/AUTOSTART" $R1
  ${IfNot} ${Errors}
    Call ChooseAutoStart
  ${EndIf}
FunctionEnd

; Plain ASCII without quotes only: this is written into JSON as it is.
!macro TELL_OUTCOME outcome detail
  ${If} $IsUpdate == "1"
    CreateDirectory "${DATA}"
    FileOpen $R8 "${DATA}\update-outcome.json" w
    FileWrite $R8 '{"version": "${VERSION}", "outcome": "${outcome}", "detail": "${detail}"}$\n'
    FileClose $R8
  ${EndIf}
!macroend

!macro GIVE_UP code outcome detail
  !insertmacro TELL_OUTCOME "${outcome}" "${detail}"
  DetailPrint "${detail}"
  SetErrorLevel ${code}
  Call RestartIfWanted
  Abort "${detail}"
!macroend

Function RestartIfWanted
  ${If} $WantsRestart == "1"
  ${AndIf} ${FileExists} "$INSTDIR\${PROGRAM_FILE}"
    Exec '"$INSTDIR\${PROGRAM_FILE}"'
  ${EndIf}
FunctionEnd

; The old program is set aside, not overwritten: it comes back when anything goes wrong.
Function SetAside
  ${IfNot} ${FileExists} "$INSTDIR\${PROGRAM_FILE}"
    Return
  ${EndIf}
  RMDir /r "$INSTDIR\previous"
  CreateDirectory "$INSTDIR\previous"
  ClearErrors
  Rename "$INSTDIR\_internal" "$INSTDIR\previous\_internal"
  Rename "$INSTDIR\${PROGRAM_FILE}" "$INSTDIR\previous\${PROGRAM_FILE}"
  StrCpy $HasPrevious "1"
  ${If} ${Errors}
    Call PutBack
    !insertmacro GIVE_UP 2 "failed" "The old program is in use, so nothing was changed."
  ${EndIf}
FunctionEnd

; Each part only if it was moved: a half-done move must not take away what stayed.
Function PutBack
  ${If} ${FileExists} "$INSTDIR\previous\_internal\*.*"
    RMDir /r "$INSTDIR\_internal"
    Rename "$INSTDIR\previous\_internal" "$INSTDIR\_internal"
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\previous\${PROGRAM_FILE}"
    Delete "$INSTDIR\${PROGRAM_FILE}"
    Rename "$INSTDIR\previous\${PROGRAM_FILE}" "$INSTDIR\${PROGRAM_FILE}"
  ${EndIf}
  RMDir "$INSTDIR\previous"
FunctionEnd

Function RemoveNew
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${PROGRAM_FILE}"
  RMDir "$INSTDIR"
FunctionEnd

Function Undo
  ${If} $HasPrevious == "1"
    Call PutBack
  ${Else}
    Call RemoveNew
  ${EndIf}
FunctionEnd

; Links the Start menu entry to the windows of the program, so that the taskbar shows one button.
Function NameShortcut
  !insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
  ${If} $0 P<> 0
    ${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}", .r1)'
    ${If} $1 P<> 0
      ${IPersistFile::Load} $1 '("$SMPROGRAMS\${NAME}.lnk", ${STGM_READWRITE})'
      ${IUnknown::QueryInterface} $0 '("${IID_IPropertyStore}", .r2)'
      ${If} $2 P<> 0
        System::Call 'oleaut32::SysAllocString(w "${APP_ID}") p.r3'
        System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r4'
        System::Call '*${SYSSTRUCT_PROPVARIANT}(${VT_BSTR},,p r3)p.r5'
        ${IPropertyStore::SetValue} $2 '($4, $5)'
        System::Call 'oleaut32::SysFreeString(p r3)'
        System::Free $4
        System::Free $5
        ${IPropertyStore::Commit} $2 ""
        ${IUnknown::Release} $2 ""
        ${IPersistFile::Save} $1 '("$SMPROGRAMS\${NAME}.lnk", 1)'
      ${EndIf}
      ${IUnknown::Release} $1 ""
    ${EndIf}
    ${IUnknown::Release} $0 ""
  ${EndIf}
FunctionEnd

Section "${NAME}"
  SectionIn RO
  !insertmacro WAIT_UNTIL_ENDED
  ${If} $R0 == "0"
    !insertmacro GIVE_UP 3 "failed" "FlowPilot was still running, so nothing was changed."
  ${EndIf}
  Call SetAside
  SetOutPath "$INSTDIR"
  ClearErrors
  File /r "${PROGRAM}\*"
  ${If} ${Errors}
    Call Undo
    !insertmacro GIVE_UP 2 "failed" "The files could not be written. Check the free space on the disk."
  ${EndIf}
  DetailPrint "Checking the installation"
  nsExec::Exec /TIMEOUT=${SELF_TEST_MS} '"$INSTDIR\${PROGRAM_FILE}" --self-test --report "$INSTDIR\self-test.json" -platform offscreen'
  Pop $R0
  ${If} $R0 != "0"
    CreateDirectory "${DATA}"
    CopyFiles /SILENT "$INSTDIR\self-test.json" "${DATA}\failed-self-test.json"
    Delete "$INSTDIR\self-test.json"
    SetOutPath "$TEMP" ; a folder that is somebody's current one cannot be removed
    ${If} $HasPrevious == "1"
      Call Undo
      !insertmacro GIVE_UP 4 "rolled back" "The new version failed its self-test. The old one is back."
    ${Else}
      Call Undo
      !insertmacro GIVE_UP 2 "failed" "FlowPilot failed its self-test on this computer."
    ${EndIf}
  ${EndIf}
  Delete "$INSTDIR\self-test.json"
  RMDir /r "$INSTDIR\previous"

  WriteUninstaller "$INSTDIR\Uninstall.exe"
  WriteRegStr HKCU "${SETTINGS_KEY}" "InstallFolder" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${PROGRAM_FILE}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\Uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${INSTALLED_KB}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1

  WriteRegStr HKCU "${LINK_KEY}" "" "URL:${NAME}"
  WriteRegStr HKCU "${LINK_KEY}" "URL Protocol" ""
  WriteRegStr HKCU "${LINK_KEY}\DefaultIcon" "" "$INSTDIR\${PROGRAM_FILE},0"
  WriteRegStr HKCU "${LINK_KEY}\shell\open\command" "" '"$INSTDIR\${PROGRAM_FILE}" "%1"'

  SetOutPath "$INSTDIR" ; becomes the folder the shortcut starts in
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${PROGRAM_FILE}"
  Call NameShortcut
  !insertmacro TELL_OUTCOME "installed" ""
SectionEnd

Section /o "Start ${NAME} when I sign in" AutoStart
  WriteRegStr HKCU "${RUN_KEY}" "${NAME}" '"$INSTDIR\${PROGRAM_FILE}" --background'
SectionEnd

Function ChooseAutoStart
  SectionSetFlags ${AutoStart} ${SF_SELECTED}
FunctionEnd

Function .onInstSuccess
  Call RestartIfWanted
FunctionEnd

; --- Uninstall

Function un.onInit
  SetShellVarContext current
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/PURGE" $R1
  ${IfNot} ${Errors}
    Call un.ChoosePurge
  ${EndIf}
FunctionEnd

Section "un.${NAME}"
  SectionIn RO
  !insertmacro WAIT_UNTIL_ENDED
  ${If} $R0 == "0"
    SetErrorLevel 3
    Abort "FlowPilot is still running, so nothing was removed."
  ${EndIf}
  ; Only what the installer wrote: the folder may be somebody's own choice.
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\previous"
  Delete "$INSTDIR\${PROGRAM_FILE}"
  Delete "$INSTDIR\Uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegValue HKCU "${RUN_KEY}" "${NAME}"
  DeleteRegKey HKCU "${LINK_KEY}"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  DeleteRegKey HKCU "${SETTINGS_KEY}"
SectionEnd

Section /o "un.Remove my sessions, scripts and settings as well" UnData
  RMDir /r "${DATA}"
SectionEnd

Function un.ChoosePurge
  SectionSetFlags ${UnData} ${SF_SELECTED}
FunctionEnd
