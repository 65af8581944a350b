<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>Answers</name>
        <message>
            <source>{who}, fingerprint</source>
            <extracomment>Columns that are typed in, from left to right.</extracomment>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{who} signed</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>CommandPalette</name>
        <message>
            <source>Search results</source>
            <extracomment>Milliseconds of quiet after a keystroke before the database is asked. All ways an action may be typed, lower case: its words, their pinyin, the initials.</extracomment>
            <translation>搜索结果</translation>
        </message>
        <message>
            <source>Nothing found</source>
            <translation>没有找到</translation>
        </message>
        <message>
            <source>Try a name, pinyin or digits</source>
            <translation>可输入姓名、拼音或号码</translation>
        </message>
        <message>
            <source>Enter opens · ↑ ↓ choose · Esc closes</source>
            <translation>Enter 打开 · ↑ ↓ 选择 · Esc 关闭</translation>
        </message>
    </context>
    <context>
        <name>CrashDialog</name>
        <message>
            <source>Something went wrong</source>
            <translation>程序出错</translation>
        </message>
        <message>
            <source>The report</source>
            <translation>报告</translation>
        </message>
        <message>
            <source>The program made a mistake and goes on</source>
            <translation>程序出了一个错误，可以继续使用</translation>
        </message>
        <message>
            <source>Copy the report</source>
            <translation>复制报告</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>What you saved is safe. The report holds no personal data; it is kept in {folder}.</source>
            <translation>已保存的内容完好。报告不含个人信息，存放在 {folder}。</translation>
        </message>
    </context>
    <context>
        <name>EntryModel</name>
        <message>
            <source>Date</source>
            <extracomment>Seconds between two reports of progress that reach the window. Called by the work with (done, total); total 0 where it is not known. Raises ``AppError`` ``Cancelled``. Sizes in device-independent pixels at 100 % text size. Lines that are always there to type in, filled or not.</extracomment>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Recipient</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Staff</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>In</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Items · minutes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Evidence</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Satisfaction</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Check</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{finding} · give a reason</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ready · reason given</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ready to send</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message>
            <source>Agency desk</source>
            <extracomment>Below these widths (dp) the rail shows icons alone, and the lights go without their notes.</extracomment>
            <translation>服务机构工作台</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>搜索</translation>
        </message>
        <message>
            <source>Upload now</source>
            <translation>立即上报</translation>
        </message>
        <message>
            <source>Reload this page</source>
            <translation>刷新本页</translation>
        </message>
        <message>
            <source>Dismiss the message</source>
            <translation>关闭提示</translation>
        </message>
        <message>
            <source>Larger text</source>
            <translation>放大字号</translation>
        </message>
        <message>
            <source>Smaller text</source>
            <translation>缩小字号</translation>
        </message>
        <message>
            <source>Normal text size</source>
            <translation>标准字号</translation>
        </message>
        <message>
            <source>Help on this page</source>
            <translation>本页帮助</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>退出</translation>
        </message>
        <message>
            <source>Menu</source>
            <translation>菜单</translation>
        </message>
        <message>
            <source>Go to {section}</source>
            <translation>前往{section}</translation>
        </message>
    </context>
    <context>
        <name>Menus</name>
        <message>
            <source>All actions</source>
            <translation>全部操作</translation>
        </message>
        <message>
            <source>Go to</source>
            <translation>前往</translation>
        </message>
        <message>
            <source>Text size</source>
            <translation>字号</translation>
        </message>
        <message>
            <source>Language and look</source>
            <translation>语言和外观</translation>
        </message>
        <message>
            <source>As the system</source>
            <translation>跟随系统</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>Look</source>
            <translation>外观</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
    </context>
    <context>
        <name>MessageBar</name>
        <message>
            <source>Dismiss this message</source>
            <translation>关闭此提示</translation>
        </message>
    </context>
    <context>
        <name>ProgressStrip</name>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
    </context>
    <context>
        <name>Rail</name>
        <message>
            <source>Sections</source>
            <translation>栏目</translation>
        </message>
        <message>
            <source>Agency desk</source>
            <translation>服务机构工作台</translation>
        </message>
    </context>
    <context>
        <name>SearchField</name>
        <message>
            <source>Search</source>
            <translation>搜索</translation>
        </message>
        <message>
            <source>Search people, visits, actions: lxy, 4632</source>
            <translation>搜索对象、记录或操作，如 lxy、4632</translation>
        </message>
    </context>
    <context>
        <name>SidePanel</name>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
    </context>
    <context>
        <name>StatusBar</name>
        <message>
            <source>State of the exchange</source>
            <extracomment>No light yet, official or estimated.</extracomment>
            <translation>上报状态</translation>
        </message>
        <message>
            <source>Not joined to a regulator</source>
            <translation>尚未加入监管平台</translation>
        </message>
        <message>
            <source>Exchange stopped: see Upload</source>
            <translation>上报已停止，请看“上报”</translation>
        </message>
        <message>
            <source>Offline: work goes on, records wait here</source>
            <translation>离线：可照常工作，记录暂存本机</translation>
        </message>
        <message>
            <source>Connected to {name}</source>
            <translation>已连接{name}</translation>
        </message>
        <message numerus="yes">
            <source>%n waiting to upload</source>
            <translation>
                <numerusform>待上报 %n 条</numerusform>
            </translation>
        </message>
        <message>
            <source>last upload {time}</source>
            <translation>上次上报 {time}</translation>
        </message>
        <message>
            <source>Saved {time}</source>
            <translation>已自动保存 {time}</translation>
        </message>
        <message>
            <source>{month} is locked</source>
            <translation>{month}记录已锁定</translation>
        </message>
        <message numerus="yes">
            <source>{month} locks in %n day(s)</source>
            <translation>
                <numerusform>{month}记录锁定还剩 %n 天</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>TopBar</name>
        <message>
            <source>Menu of all actions</source>
            <translation>全部操作菜单</translation>
        </message>
        <message>
            <source>Help on this page ({key})</source>
            <translation>本页帮助（{key}）</translation>
        </message>
        <message>
            <source>User</source>
            <translation>用户</translation>
        </message>
        <message>
            <source>{name}: language, look and text size</source>
            <translation>{name}：语言、外观和字号</translation>
        </message>
        <message>
            <source>Estimate: {light}</source>
            <translation>预估{light}</translation>
        </message>
        <message>
            <source>official</source>
            <translation>民政局公布</translation>
        </message>
        <message>
            <source>this PC</source>
            <translation>本机估算</translation>
        </message>
    </context>
</TS>
