<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
    </context>
</TS>
