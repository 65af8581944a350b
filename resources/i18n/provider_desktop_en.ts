<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>AlikeView</name>
        <message numerus="yes">
            <source>%n correction(s) sealed.</source>
            <translation>
                <numerusform>%n correction sealed.</numerusform>
                <numerusform>%n corrections sealed.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) are left as they were, the reasons stand beside them.</source>
            <translation>
                <numerusform>%n record is left as it was, the reason stands beside it.</numerusform>
                <numerusform>%n records are left as they were, the reasons stand beside them.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Seal %n correction(s)</source>
            <translation>
                <numerusform>Seal %n correction</numerusform>
                <numerusform>Seal %n corrections</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) selected; Space takes one out. Each gets its own new version.</source>
            <translation>
                <numerusform>%n record selected; Space takes one out. Each gets its own new version.</numerusform>
                <numerusform>%n records selected; Space takes one out. Each gets its own new version.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Carrying</name>
        <message numerus="yes">
            <source>%n record(s) written to {files}; bring it to the civil affairs office</source>
            <translation>
                <numerusform>%n record written to {files}; bring it to the civil affairs office</numerusform>
                <numerusform>%n records written to {files}; bring it to the civil affairs office</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Receipt taken in: %n record(s) are delivered</source>
            <translation>
                <numerusform>Receipt taken in: %n record is delivered</numerusform>
                <numerusform>Receipt taken in: %n records are delivered</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>CaseWords</name>
        <message numerus="yes">
            <source>%n day(s) overdue</source>
            <translation>
                <numerusform>%n day overdue</numerusform>
                <numerusform>%n days overdue</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n day(s) left</source>
            <translation>
                <numerusform>%n day left</numerusform>
                <numerusform>%n days left</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>CasesTab</name>
        <message numerus="yes">
            <source>%n on the list</source>
            <translation>
                <numerusform>%n on the list</numerusform>
                <numerusform>%n on the list</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>DifferencesTab</name>
        <message numerus="yes">
            <source>{period}: %n indicator(s) differ although the records of then were the same: worth an appeal. What the bureau published holds until it changes it.</source>
            <translation>
                <numerusform>{period}: %n indicator differs although the records of then were the same: worth an appeal. What the bureau published holds until it changes it.</numerusform>
                <numerusform>{period}: %n indicators differ although the records of then were the same: worth an appeal. What the bureau published holds until it changes it.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ErasurePart</name>
        <message numerus="yes">
            <source>%n people are called so; add digits of the id number</source>
            <translation>
                <numerusform>%n person is called so; add digits of the id number</numerusform>
                <numerusform>%n people are called so; add digits of the id number</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>EvidenceTab</name>
        <message numerus="yes">
            <source>%n picture(s) without a visit</source>
            <translation>
                <numerusform>%n picture without a visit</numerusform>
                <numerusform>%n pictures without a visit</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s) taken in</source>
            <translation>
                <numerusform>%n picture taken in</numerusform>
                <numerusform>%n pictures taken in</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n here already</source>
            <translation>
                <numerusform>%n here already</numerusform>
                <numerusform>%n here already</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source> and %n more</source>
            <translation>
                <numerusform> and %n more</numerusform>
                <numerusform> and %n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ExchangeTeller</name>
        <message numerus="yes">
            <source>%n record(s) came back</source>
            <translation>
                <numerusform>%n record came back</numerusform>
                <numerusform>%n records came back</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) uploaded, receipt received</source>
            <translation>
                <numerusform>%n record uploaded, receipt received</numerusform>
                <numerusform>%n records uploaded, receipt received</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>GreenCard</name>
        <message numerus="yes">
            <source>%n more…</source>
            <translation>
                <numerusform>%n more…</numerusform>
                <numerusform>%n more…</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ImportPage</name>
        <message numerus="yes">
            <source>%n row(s) imported.</source>
            <translation>
                <numerusform>%n row imported.</numerusform>
                <numerusform>%n rows imported.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Import %n good row(s)</source>
            <translation>
                <numerusform>Import %n good row</numerusform>
                <numerusform>Import %n good rows</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>KeptPanel</name>
        <message numerus="yes">
            <source>%n draft(s) changed by two people. Say which stands.</source>
            <translation>
                <numerusform>%n draft was changed by two people. Say which stands.</numerusform>
                <numerusform>%n drafts were changed by two people. Say which stands.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>LightStrip</name>
        <message numerus="yes">
            <source>{names} and %n more</source>
            <translation>
                <numerusform>{names} and %n more</numerusform>
                <numerusform>{names} and %n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>MachinePart</name>
        <message numerus="yes">
            <source>%n problem(s) found; tell the regulator before going on</source>
            <translation>
                <numerusform>%n problem found; tell the regulator before going on</numerusform>
                <numerusform>%n problems found; tell the regulator before going on</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>MadeSummary</name>
        <message numerus="yes">
            <source>%n visit(s) fall short</source>
            <translation>
                <numerusform>%n visit falls short</numerusform>
                <numerusform>%n visits fall short</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>MonthModel</name>
        <message numerus="yes">
            <source>%n lacking</source>
            <translation>
                <numerusform>%n lacking</numerusform>
                <numerusform>%n lacking</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>OrderDesk</name>
        <message numerus="yes">
            <source>%n visit(s) deleted.</source>
            <translation>
                <numerusform>%n visit deleted.</numerusform>
                <numerusform>%n visits deleted.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>PaperActions</name>
        <message numerus="yes">
            <source>%n page(s)</source>
            <translation>
                <numerusform>%n page</numerusform>
                <numerusform>%n pages</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>PeopleTab</name>
        <message numerus="yes">
            <source>%n recipient(s), {behind} behind plan</source>
            <translation>
                <numerusform>%n recipient, {behind} behind plan</numerusform>
                <numerusform>%n recipients, {behind} behind plan</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>PeopleWords</name>
        <message numerus="yes">
            <source>%n visit(s) behind</source>
            <translation>
                <numerusform>%n visit behind</numerusform>
                <numerusform>%n visits behind</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>PlanWords</name>
        <message numerus="yes">
            <source>%n more visit(s) by {day}: {who}</source>
            <translation>
                <numerusform>%n more visit by {day}: {who}</numerusform>
                <numerusform>%n more visits by {day}: {who}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Complete or correct %n record(s): {who}</source>
            <translation>
                <numerusform>Complete or correct %n record: {who}</numerusform>
                <numerusform>Complete or correct %n records: {who}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Renew the certificates of %n person(s): {who}</source>
            <translation>
                <numerusform>Renew the certificates of %n person: {who}</numerusform>
                <numerusform>Renew the certificates of %n people: {who}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Close %n overdue complaint(s): {who}</source>
            <translation>
                <numerusform>Close %n overdue complaint: {who}</numerusform>
                <numerusform>Close %n overdue complaints: {who}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{names} and %n more</source>
            <translation>
                <numerusform>{names} and %n more</numerusform>
                <numerusform>{names} and %n more</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n thing(s) to do to turn green</source>
            <translation>
                <numerusform>%n thing to do to turn green</numerusform>
                <numerusform>%n things to do to turn green</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>With the %n visit(s) still to come done: {light}</source>
            <translation>
                <numerusform>With the %n visit still to come done: {light}</numerusform>
                <numerusform>With the %n visits still to come done: {light}</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>QuickEntry</name>
        <message numerus="yes">
            <source>%n record(s) sealed.</source>
            <translation>
                <numerusform>%n record sealed.</numerusform>
                <numerusform>%n records sealed.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n held back, the reasons stand in the lines.</source>
            <translation>
                <numerusform>%n held back, the reason stands in the line.</numerusform>
                <numerusform>%n held back, the reasons stand in the lines.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n line(s) pasted.</source>
            <translation>
                <numerusform>%n line pasted.</numerusform>
                <numerusform>%n lines pasted.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n cell(s) were not understood and left as they were; the first is “{text}”.</source>
            <translation>
                <numerusform>%n cell was not understood and left as it was: “{text}”.</numerusform>
                <numerusform>%n cells were not understood and left as they were; the first is “{text}”.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>RatingWords</name>
        <message numerus="yes">
            <source>%n record(s) short</source>
            <translation>
                <numerusform>%n record short</numerusform>
                <numerusform>%n records short</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n visit(s) short</source>
            <translation>
                <numerusform>%n visit short</numerusform>
                <numerusform>%n visits short</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more good one(s)</source>
            <translation>
                <numerusform>%n more good one</numerusform>
                <numerusform>%n more good ones</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n to renew</source>
            <translation>
                <numerusform>%n to renew</numerusform>
                <numerusform>%n to renew</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n to close</source>
            <translation>
                <numerusform>%n to close</numerusform>
                <numerusform>%n to close</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n indicator(s) differ here</source>
            <translation>
                <numerusform>%n indicator differs here</numerusform>
                <numerusform>%n indicators differ here</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n green</source>
            <translation>
                <numerusform>%n green</numerusform>
                <numerusform>%n green</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n yellow</source>
            <translation>
                <numerusform>%n yellow</numerusform>
                <numerusform>%n yellow</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n red</source>
            <translation>
                <numerusform>%n red</numerusform>
                <numerusform>%n red</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n without data</source>
            <translation>
                <numerusform>%n without data</numerusform>
                <numerusform>%n without data</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Day {day}, %n day(s) left</source>
            <translation>
                <numerusform>Day {day}, %n day left</numerusform>
                <numerusform>Day {day}, %n days left</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>RecipientsPage</name>
        <message numerus="yes">
            <source>Accept %n</source>
            <translation>
                <numerusform>Accept %n</numerusform>
                <numerusform>Accept %n</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n assignment(s) accepted.</source>
            <translation>
                <numerusform>%n assignment accepted.</numerusform>
                <numerusform>%n assignments accepted.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Decline %n assignment(s)</source>
            <translation>
                <numerusform>Decline %n assignment</numerusform>
                <numerusform>Decline %n assignments</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n assignment(s) declined.</source>
            <translation>
                <numerusform>%n assignment declined.</numerusform>
                <numerusform>%n assignments declined.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>RecordList</name>
        <message numerus="yes">
            <source>%n record(s) sealed.</source>
            <translation>
                <numerusform>%n record sealed.</numerusform>
                <numerusform>%n records sealed.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n held back; Enter shows why.</source>
            <translation>
                <numerusform>%n held back; Enter shows why.</numerusform>
                <numerusform>%n held back; Enter shows why.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Check and seal %n selected</source>
            <translation>
                <numerusform>Check and seal %n selected</numerusform>
                <numerusform>Check and seal %n selected</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) written to {name}.</source>
            <translation>
                <numerusform>%n row written to {name}.</numerusform>
                <numerusform>%n rows written to {name}.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>RecordsPanel</name>
        <message numerus="yes">
            <source>%n in all, {failing} failing</source>
            <translation>
                <numerusform>%n in all, {failing} failing</numerusform>
                <numerusform>%n in all, {failing} failing</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n visit(s)</source>
            <translation>
                <numerusform>%n visit</numerusform>
                <numerusform>%n visits</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ReplyForm</name>
        <message numerus="yes">
            <source>{named} of %n record(s) named in the reply</source>
            <translation>
                <numerusform>{named} of %n record named in the reply</numerusform>
                <numerusform>{named} of %n records named in the reply</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ReportsPage</name>
        <message numerus="yes">
            <source>%n on the list</source>
            <translation>
                <numerusform>%n on the list</numerusform>
                <numerusform>%n on the list</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n page(s)</source>
            <translation>
                <numerusform>%n page</numerusform>
                <numerusform>%n pages</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n sheet(s)</source>
            <translation>
                <numerusform>%n sheet</numerusform>
                <numerusform>%n sheets</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ScheduleWords</name>
        <message numerus="yes">
            <source> (and %n more)</source>
            <translation>
                <numerusform> (and %n more)</numerusform>
                <numerusform> (and %n more)</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n visit(s)</source>
            <translation>
                <numerusform>%n visit</numerusform>
                <numerusform>%n visits</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n recipient(s)</source>
            <translation>
                <numerusform>%n recipient</numerusform>
                <numerusform>%n recipients</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n visit(s) copied.</source>
            <translation>
                <numerusform>%n visit copied.</numerusform>
                <numerusform>%n visits copied.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n left out, such as {example}</source>
            <translation>
                <numerusform>%n left out: {example}</numerusform>
                <numerusform>%n left out, such as {example}</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SettlementPart</name>
        <message numerus="yes">
            <source>%n visit(s)</source>
            <translation>
                <numerusform>%n visit</numerusform>
                <numerusform>%n visits</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SheetPrinting</name>
        <message numerus="yes">
            <source>%n page(s)</source>
            <translation>
                <numerusform>%n page</numerusform>
                <numerusform>%n pages</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>StaffTab</name>
        <message numerus="yes">
            <source>%n on the list</source>
            <translation>
                <numerusform>%n on the list</numerusform>
                <numerusform>%n on the list</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>StatusBar</name>
        <message numerus="yes">
            <source>%n waiting to upload</source>
            <translation>
                <numerusform>%n waiting to upload</numerusform>
                <numerusform>%n waiting to upload</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{month} locks in %n day(s)</source>
            <translation>
                <numerusform>{month} locks in %n day</numerusform>
                <numerusform>{month} locks in %n days</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n draft(s) kept on this PC</source>
            <translation>
                <numerusform>%n draft kept on this PC</numerusform>
                <numerusform>%n drafts kept on this PC</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n draft(s) changed by two people</source>
            <translation>
                <numerusform>%n draft changed by two people</numerusform>
                <numerusform>%n drafts changed by two people</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>TodayPage</name>
        <message numerus="yes">
            <source>%n more of less weight</source>
            <translation>
                <numerusform>%n more of less weight</numerusform>
                <numerusform>%n more of less weight</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>TodayWords</name>
        <message numerus="yes">
            <source>%n day(s) overdue</source>
            <translation>
                <numerusform>%n day overdue</numerusform>
                <numerusform>%n days overdue</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n day(s) left</source>
            <translation>
                <numerusform>%n day left</numerusform>
                <numerusform>%n days left</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n visit(s)</source>
            <translation>
                <numerusform>%n visit</numerusform>
                <numerusform>%n visits</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s)</source>
            <translation>
                <numerusform>%n record</numerusform>
                <numerusform>%n records</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n day(s)</source>
            <translation>
                <numerusform>%n day</numerusform>
                <numerusform>%n days</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>UploadPage</name>
        <message numerus="yes">
            <source>{month} locks in %n day(s)</source>
            <translation>
                <numerusform>{month} locks in %n day</numerusform>
                <numerusform>{month} locks in %n days</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>UsersPart</name>
        <message numerus="yes">
            <source>After %n minute(s)</source>
            <translation>
                <numerusform>After %n minute</numerusform>
                <numerusform>After %n minutes</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>VisitsPage</name>
        <message numerus="yes">
            <source>Check and seal %n</source>
            <translation>
                <numerusform>Check and seal %n</numerusform>
                <numerusform>Check and seal %n</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>_WhatIfStrip</name>
        <message numerus="yes">
            <source>→ with %n ticked</source>
            <translation>
                <numerusform>→ with %n ticked</numerusform>
                <numerusform>→ with %n ticked</numerusform>
            </translation>
        </message>
    </context>
</TS>
