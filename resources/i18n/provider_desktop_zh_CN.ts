<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>AlarmStrip</name>
        <message>
            <source>It is dealt with…</source>
            <translation>已处理…</translation>
        </message>
        <message>
            <source>What was &amp;done about it</source>
            <translation>处理情况(&amp;D)</translation>
        </message>
        <message>
            <source>Kept in the audit trail. Uploading goes on afterwards; with the cause still there, it stops again.</source>
            <translation>将记入操作日志。之后继续上报；若原因未消除，会再次停止。</translation>
        </message>
        <message>
            <source>Go on uploading</source>
            <translation>继续上报</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Enrol this PC anew…</source>
            <extracomment>Milliseconds after the data are open, and between two looks whether the day has its backup.</extracomment>
            <translation>重新登记本机…</translation>
        </message>
        <message>
            <source>Ask the civil affairs office for a new invitation. This PC then begins a new reporting channel: what the platform holds comes back, what it lacks is said again, and nothing that was entered here is lost.</source>
            <translation>请向民政部门索取新的邀请。本机随后启用新的上报通道：平台已有的记录会取回，缺少的会重新上报，已录入的内容不会丢失。</translation>
        </message>
        <message>
            <source>Enrol anew</source>
            <translation>重新登记</translation>
        </message>
    </context>
    <context>
        <name>AlikeView</name>
        <message>
            <source>Correct all alike</source>
            <translation>批量更正同类</translation>
        </message>
        <message>
            <source>Back without saving</source>
            <translation>返回，不保存</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Seal the corrections</source>
            <translation>封存这些更正</translation>
        </message>
        <message>
            <source>Date</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Recipient</source>
            <translation>对象</translation>
        </message>
        <message>
            <source>Staff</source>
            <translation>服务人员</translation>
        </message>
        <message>
            <source>Times</source>
            <translation>起止时间</translation>
        </message>
        <message>
            <source>Items</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Left as it was</source>
            <translation>未更正原因</translation>
        </message>
        <message>
            <source>Records</source>
            <translation>记录</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>返回</translation>
        </message>
        <message>
            <source>Sealing the corrections</source>
            <translation>正在封存更正</translation>
        </message>
        <message numerus="yes">
            <source>%n correction(s) sealed.</source>
            <translation>
                <numerusform>已封存 %n 条更正。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) are left as they were, the reasons stand beside them.</source>
            <translation>
                <numerusform>有 %n 条未更正，原因列在记录旁。</numerusform>
            </translation>
        </message>
        <message>
            <source>{sealed} {left}</source>
            <translation>{sealed} {left}</translation>
        </message>
        <message>
            <source>Say what happened</source>
            <translation>请写明情况</translation>
        </message>
        <message numerus="yes">
            <source>Seal %n correction(s)</source>
            <translation>
                <numerusform>封存 %n 条更正</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) selected; Space takes one out. Each gets its own new version.</source>
            <translation>
                <numerusform>已选 %n 条，按空格可取消选择。每条记录各生成一个新版本。</numerusform>
            </translation>
        </message>
        <message>
            <source>Why, and how it was found out</source>
            <translation>原因和核实方式</translation>
        </message>
        <message>
            <source>Choose a reason</source>
            <translation>请选择原因</translation>
        </message>
        <message>
            <source>Choose what was done</source>
            <translation>请选择核实方式</translation>
        </message>
        <message>
            <source>No reason for findings</source>
            <translation>不说明</translation>
        </message>
        <message>
            <source>I checked each of these records and answer for them</source>
            <translation>我已逐条核实，并对以上更正负责</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>How it was found out</source>
            <translation>核实方式</translation>
        </message>
        <message>
            <source>Why the findings stand</source>
            <translation>问题说明</translation>
        </message>
        <message>
            <source>Memo</source>
            <translation>说明</translation>
        </message>
    </context>
    <context>
        <name>Answers</name>
        <message>
            <source>{who}, fingerprint</source>
            <translation>{who}手印</translation>
        </message>
        <message>
            <source>{who} signed</source>
            <translation>{who}签字</translation>
        </message>
    </context>
    <context>
        <name>AppealForm</name>
        <message>
            <source>A folder for the bureau about {period}: a paper with both sides' figures and every record that differs, the same as a spreadsheet, and the signed originals that prove it.</source>
            <translation>交给民政局的{period}申诉材料：一份列明两方数据和逐条差异的文书、同样内容的表格，以及可供核验的签名原文。</translation>
        </message>
        <message>
            <source>Both sides agree: there is nothing to appeal against.</source>
            <translation>两方一致，没有可申诉的差异。</translation>
        </message>
        <message>
            <source>{official} → here {ours}</source>
            <translation>公布 {official} → 本机 {ours}</translation>
        </message>
        <message>
            <source>came later</source>
            <translation>此后变化</translation>
        </message>
        <message>
            <source>Grounds, in your own words</source>
            <translation>申诉理由（用自己的话写）</translation>
        </message>
        <message>
            <source>With names and the content of visits</source>
            <translation>附上姓名和服务内容</translation>
        </message>
        <message>
            <source>Reason for showing them (kept in the audit trail)</source>
            <translation>显示原因（记入操作日志）</translation>
        </message>
        <message>
            <source>Write the evidence…</source>
            <translation>生成材料…</translation>
        </message>
        <message>
            <source>Say why names have to be shown.</source>
            <translation>请写明为什么要显示姓名。</translation>
        </message>
    </context>
    <context>
        <name>AuditPart</name>
        <message>
            <source>Every line is chained to the one before; nobody can change or remove one unseen.</source>
            <extracomment>Lines on the page; the choices narrow, the table holds all. Days back from today that can be chosen; 0 is everything.</extracomment>
            <translation>每条日志都与前一条相连，任何改动或删除都会被发现。</translation>
        </message>
        <message>
            <source>Since the beginning</source>
            <translation>全部时间</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>今天</translation>
        </message>
        <message>
            <source>Last 7 days</source>
            <translation>最近 7 天</translation>
        </message>
        <message>
            <source>Last month</source>
            <translation>最近一个月</translation>
        </message>
        <message>
            <source>Last quarter</source>
            <translation>最近三个月</translation>
        </message>
        <message>
            <source>Last year</source>
            <translation>最近一年</translation>
        </message>
        <message>
            <source>&amp;Who</source>
            <translation>操作人(&amp;W)</translation>
        </message>
        <message>
            <source>Wh&amp;at</source>
            <translation>操作(&amp;A)</translation>
        </message>
        <message>
            <source>Whe&amp;n</source>
            <translation>时间(&amp;N)</translation>
        </message>
        <message>
            <source>Audit trail</source>
            <translation>操作日志</translation>
        </message>
        <message>
            <source>Reason for e&amp;xporting</source>
            <translation>导出理由(&amp;X)</translation>
        </message>
        <message>
            <source>It is kept in the trail.</source>
            <translation>理由会记入日志。</translation>
        </message>
        <message>
            <source>Export as a table…</source>
            <translation>导出为表格…</translation>
        </message>
        <message>
            <source>Managers, auditors and administrators may look at this.</source>
            <translation>负责人、稽核员和管理员可以查看操作日志。</translation>
        </message>
        <message>
            <source>Everybody</source>
            <translation>所有人</translation>
        </message>
        <message>
            <source>Everything</source>
            <translation>所有操作</translation>
        </message>
        <message>
            <source>{count} lines</source>
            <translation>共 {count} 条</translation>
        </message>
        <message>
            <source>The newest {most} of {count} lines</source>
            <translation>共 {count} 条，显示最近 {most} 条</translation>
        </message>
        <message>
            <source>When</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>Who</source>
            <translation>操作人</translation>
        </message>
        <message>
            <source>What</source>
            <translation>操作</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>理由</translation>
        </message>
        <message>
            <source>On what</source>
            <translation>对象</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>附注</translation>
        </message>
        <message>
            <source>No.</source>
            <translation>序号</translation>
        </message>
        <message>
            <source>Say why first.</source>
            <translation>请先填写理由。</translation>
        </message>
        <message>
            <source>{count} lines written</source>
            <translation>已导出 {count} 条</translation>
        </message>
    </context>
    <context>
        <name>BackupPart</name>
        <message>
            <source>Backups</source>
            <extracomment>The list is never lower than a few rows (dp).</extracomment>
            <translation>备份</translation>
        </message>
        <message>
            <source>none yet</source>
            <translation>还没有</translation>
        </message>
        <message>
            <source>nowhere else</source>
            <translation>没有另存</translation>
        </message>
        <message>
            <source>no copy yet</source>
            <translation>还没有副本</translation>
        </message>
        <message>
            <source>never</source>
            <translation>从未</translation>
        </message>
        <message>
            <source>{size} GB free</source>
            <translation>剩余 {size} GB</translation>
        </message>
        <message>
            <source>Making a backup and checking it</source>
            <translation>正在备份并检查</translation>
        </message>
        <message>
            <source>Opening the newest backup and checking all of it</source>
            <translation>正在打开最近的备份并全部检查</translation>
        </message>
        <message>
            <source>Last backup</source>
            <translation>最近备份</translation>
        </message>
        <message>
            <source>Copies go to</source>
            <translation>副本存放</translation>
        </message>
        <message>
            <source>Last tried out</source>
            <translation>最近演练</translation>
        </message>
        <message>
            <source>Room on this disk</source>
            <translation>本磁盘空间</translation>
        </message>
        <message>
            <source>Back up now</source>
            <translation>立即备份</translation>
        </message>
        <message>
            <source>Save a copy as…</source>
            <translation>另存副本…</translation>
        </message>
        <message>
            <source>Try the newest out</source>
            <translation>演练恢复最近备份</translation>
        </message>
        <message>
            <source>Restore a backup…</source>
            <translation>恢复备份…</translation>
        </message>
        <message>
            <source>&amp;Folder for copies</source>
            <translation>副本文件夹(&amp;F)</translation>
        </message>
        <message>
            <source>A second disk, a USB stick or a share. Each day's backup is copied there, encrypted. Empty for nowhere: then a broken disk takes the backups with it.</source>
            <translation>另一块磁盘、U 盘或共享文件夹。每天的备份会加密复制到这里。留空则不另存：磁盘损坏时备份也会一起丢失。</translation>
        </message>
        <message>
            <source>Choose…</source>
            <translation>选择…</translation>
        </message>
        <message>
            <source>Choose the folder for copies</source>
            <translation>选择副本文件夹</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Save: {what}</source>
            <translation>保存：{what}</translation>
        </message>
        <message>
            <source>Folder for copies</source>
            <translation>副本文件夹</translation>
        </message>
        <message>
            <source>Passphrase for copies that you &amp;save</source>
            <translation>另存副本的口令(&amp;S)</translation>
        </message>
        <message>
            <source>The keyring of this PC opens its own backups. A copy for another PC needs a passphrase: write it down, nobody can recover it.</source>
            <translation>本机自己的备份由密钥环打开。带到其他电脑的副本需要口令：请写下来，无人能找回。</translation>
        </message>
        <message>
            <source>Made</source>
            <translation>备份时间</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>大小</translation>
        </message>
        <message>
            <source>Opens with</source>
            <translation>打开方式</translation>
        </message>
        <message>
            <source>the passphrase, on any PC</source>
            <translation>口令，任何电脑</translation>
        </message>
        <message>
            <source>the keyring of this PC</source>
            <translation>本机密钥环</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>There is no such folder. Is the stick plugged in?</source>
            <translation>没有这个文件夹。U 盘插好了吗？</translation>
        </message>
        <message>
            <source>Saved; each day's backup is copied there</source>
            <translation>已保存，每天的备份会复制到那里</translation>
        </message>
        <message>
            <source>Backup {name} made and checked</source>
            <translation>备份 {name} 已完成并检查</translation>
        </message>
        <message>
            <source>The newest backup opens: {entries} sealed entries and {drafts} drafts, all whole</source>
            <translation>最近的备份可以打开：{entries} 条已封存，{drafts} 条草稿，全部完好</translation>
        </message>
        <message>
            <source>The backup is restored; what was uploaded since has come back from the platform</source>
            <translation>备份已恢复，其后已上报的记录已从平台取回</translation>
        </message>
    </context>
    <context>
        <name>Carrying</name>
        <message>
            <source>Write a package to a USB stick</source>
            <translation>写上报包到 U 盘</translation>
        </message>
        <message>
            <source>Read a receipt from a USB stick</source>
            <translation>从 U 盘读回执</translation>
        </message>
        <message>
            <source>Receipts ({patterns})</source>
            <translation>回执 ({patterns})</translation>
        </message>
        <message>
            <source>Nothing waits: the package is not needed</source>
            <translation>没有待上报的记录，无需写上报包</translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) written to {files}; bring it to the civil affairs office</source>
            <translation>
                <numerusform>%n 条记录已写入 {files}，请送交民政部门</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Receipt taken in: %n record(s) are delivered</source>
            <translation>
                <numerusform>回执已读入：%n 条记录已送达</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>CaseCard</name>
        <message>
            <source>Versions</source>
            <translation>版本</translation>
        </message>
        <message>
            <source>Open {name}</source>
            <translation>打开{name}</translation>
        </message>
        <message>
            <source>Open the visit</source>
            <translation>打开服务记录</translation>
        </message>
        <message>
            <source>Show name, phone and address…</source>
            <translation>显示姓名、电话和住址…</translation>
        </message>
        <message>
            <source>Version {number}</source>
            <translation>第 {number} 版</translation>
        </message>
        <message>
            <source>Report a change</source>
            <translation>补报变化</translation>
        </message>
        <message>
            <source>Close the complaint</source>
            <translation>办结投诉</translation>
        </message>
        <message>
            <source>Write it again</source>
            <translation>重新填报</translation>
        </message>
    </context>
    <context>
        <name>CaseDesk</name>
        <message>
            <source>Recipients found</source>
            <translation>找到的救助对象</translation>
        </message>
        <message>
            <source>To upload</source>
            <translation>去上报</translation>
        </message>
    </context>
    <context>
        <name>CaseFields</name>
        <message>
            <source>Recipient</source>
            <extracomment>Shown only while somebody is described who is no recipient.</extracomment>
            <translation>对象</translation>
        </message>
        <message>
            <source>Leave empty for somebody who is no recipient yet.</source>
            <translation>还不是救助对象的，留空并填写下面各项。</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>姓名</translation>
        </message>
        <message>
            <source>Phone</source>
            <translation>电话</translation>
        </message>
        <message>
            <source>Id number</source>
            <translation>身份证号</translation>
        </message>
        <message>
            <source>Township</source>
            <translation>乡镇（街道）</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>住址</translation>
        </message>
        <message>
            <source>What is needed</source>
            <translation>需求类别</translation>
        </message>
        <message>
            <source>Found</source>
            <translation>发现时间</translation>
        </message>
        <message>
            <source>Found by</source>
            <translation>发现人</translation>
        </message>
        <message>
            <source>Urgency</source>
            <translation>紧急程度</translation>
        </message>
        <message>
            <source>Pass on to</source>
            <translation>转介单位</translation>
        </message>
        <message>
            <source>Another body, such as the health station; empty for none.</source>
            <translation>如卫生院、残联；不转介的留空。</translation>
        </message>
        <message>
            <source>What was seen</source>
            <translation>情况说明</translation>
        </message>
        <message>
            <source>Consent</source>
            <translation>本人意见</translation>
        </message>
        <message>
            <source>The person agrees to be named</source>
            <translation>本人同意上报个人信息</translation>
        </message>
        <message>
            <source>Called</source>
            <translation>回访时间</translation>
        </message>
        <message>
            <source>How</source>
            <translation>方式</translation>
        </message>
        <message>
            <source>Service took place as recorded</source>
            <translation>服务是否属实</translation>
        </message>
        <message>
            <source>Satisfaction</source>
            <translation>满意度</translation>
        </message>
        <message>
            <source>What was said</source>
            <translation>回访内容</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Closed</source>
            <translation>办结时间</translation>
        </message>
        <message>
            <source>How it ended</source>
            <translation>办理结果</translation>
        </message>
        <message>
            <source>Empty where nobody wants to be named.</source>
            <translation>匿名投诉留空。</translation>
        </message>
        <message>
            <source>Received</source>
            <translation>收到时间</translation>
        </message>
        <message>
            <source>Answer by</source>
            <translation>办理期限</translation>
        </message>
        <message>
            <source>How it came</source>
            <translation>来源</translation>
        </message>
        <message>
            <source>About</source>
            <translation>投诉内容</translation>
        </message>
        <message>
            <source>What it is about</source>
            <translation>投诉情况</translation>
        </message>
        <message>
            <source>Empty where no recipient is concerned.</source>
            <translation>不涉及救助对象的留空。</translation>
        </message>
        <message>
            <source>What happened</source>
            <translation>情况类别</translation>
        </message>
        <message>
            <source>How bad</source>
            <translation>严重程度</translation>
        </message>
        <message>
            <source>When it happened</source>
            <translation>发生时间</translation>
        </message>
        <message>
            <source>When it is reported</source>
            <translation>报告时间</translation>
        </message>
        <message>
            <source>Staff who were there</source>
            <translation>在场人员</translation>
        </message>
        <message>
            <source>What happened, in words</source>
            <translation>情况经过</translation>
        </message>
        <message>
            <source>What was done</source>
            <translation>采取措施</translation>
        </message>
        <message>
            <source>Who was told</source>
            <translation>已通知</translation>
        </message>
        <message>
            <source>Cause</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>Measures</source>
            <translation>整改措施</translation>
        </message>
        <message>
            <source>Done by</source>
            <translation>完成日期</translation>
        </message>
        <message>
            <source>Who answers for it</source>
            <translation>责任人</translation>
        </message>
    </context>
    <context>
        <name>CaseForm</name>
        <message>
            <source>Draft kept at {time}</source>
            <extracomment>Milliseconds after the last key until a draft is kept and looked at.</extracomment>
            <translation>草稿已于 {time} 保存</translation>
        </message>
        <message>
            <source>Discard the draft</source>
            <translation>删除草稿</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Seal and send</source>
            <translation>封存并上报</translation>
        </message>
    </context>
    <context>
        <name>CaseWords</name>
        <message>
            <source>When</source>
            <extracomment>Days before the last one from which a clock is marked.</extracomment>
            <translation>时间</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Who</source>
            <translation>对象</translation>
        </message>
        <message>
            <source>About</source>
            <translation>事由</translation>
        </message>
        <message>
            <source>In words</source>
            <translation>内容</translation>
        </message>
        <message>
            <source>Last day</source>
            <translation>期限</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Phone</source>
            <translation>电话</translation>
        </message>
        <message>
            <source>Item</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Made</source>
            <translation>已打</translation>
        </message>
        <message>
            <source>Last call</source>
            <translation>上次</translation>
        </message>
        <message>
            <source>Until</source>
            <translation>截至</translation>
        </message>
        <message numerus="yes">
            <source>%n day(s) overdue</source>
            <translation>
                <numerusform>超期 %n 天</numerusform>
            </translation>
        </message>
        <message>
            <source>today</source>
            <translation>今天到期</translation>
        </message>
        <message>
            <source>{day}, {left}</source>
            <translation>{day}，{left}</translation>
        </message>
        <message numerus="yes">
            <source>%n day(s) left</source>
            <translation>
                <numerusform>还有 %n 天</numerusform>
            </translation>
        </message>
        <message>
            <source>Report a need</source>
            <translation>上报需求线索</translation>
        </message>
        <message>
            <source>Record a call</source>
            <translation>登记回访</translation>
        </message>
        <message>
            <source>Record a complaint</source>
            <translation>登记投诉</translation>
        </message>
        <message>
            <source>Report an incident</source>
            <translation>报告突发情况</translation>
        </message>
        <message>
            <source>{kind} sealed. It goes with the next upload.</source>
            <translation>{kind}已封存，下次上报时送出。</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>姓名</translation>
        </message>
        <message>
            <source>Id number</source>
            <translation>身份证号</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>住址</translation>
        </message>
        <message>
            <source>What is needed</source>
            <translation>需求类别</translation>
        </message>
        <message>
            <source>Found</source>
            <translation>发现时间</translation>
        </message>
        <message>
            <source>Urgency</source>
            <translation>紧急程度</translation>
        </message>
        <message>
            <source>Pass on to</source>
            <translation>转介单位</translation>
        </message>
        <message>
            <source>What was seen</source>
            <translation>情况说明</translation>
        </message>
        <message>
            <source>Consent</source>
            <translation>本人意见</translation>
        </message>
        <message>
            <source>given</source>
            <translation>同意</translation>
        </message>
        <message>
            <source>not given</source>
            <translation>未同意</translation>
        </message>
        <message>
            <source>Called</source>
            <translation>回访时间</translation>
        </message>
        <message>
            <source>By</source>
            <translation>回访人</translation>
        </message>
        <message>
            <source>How</source>
            <translation>方式</translation>
        </message>
        <message>
            <source>Service took place as recorded</source>
            <translation>服务是否属实</translation>
        </message>
        <message>
            <source>Satisfaction</source>
            <translation>满意度</translation>
        </message>
        <message>
            <source>What was said</source>
            <translation>回访内容</translation>
        </message>
        <message>
            <source>Received</source>
            <translation>收到时间</translation>
        </message>
        <message>
            <source>How it came</source>
            <translation>来源</translation>
        </message>
        <message>
            <source>What it is about</source>
            <translation>投诉情况</translation>
        </message>
        <message>
            <source>Answer by</source>
            <translation>办理期限</translation>
        </message>
        <message>
            <source>Closed</source>
            <translation>办结时间</translation>
        </message>
        <message>
            <source>How it ended</source>
            <translation>办理结果</translation>
        </message>
        <message>
            <source>What happened</source>
            <translation>情况类别</translation>
        </message>
        <message>
            <source>How bad</source>
            <translation>严重程度</translation>
        </message>
        <message>
            <source>When it happened</source>
            <translation>发生时间</translation>
        </message>
        <message>
            <source>When it is reported</source>
            <translation>报告时间</translation>
        </message>
        <message>
            <source>What happened, in words</source>
            <translation>情况经过</translation>
        </message>
        <message>
            <source>What was done</source>
            <translation>采取措施</translation>
        </message>
        <message>
            <source>Who was told</source>
            <translation>已通知</translation>
        </message>
        <message>
            <source>Cause</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>Measures</source>
            <translation>整改措施</translation>
        </message>
        <message>
            <source>Done by</source>
            <translation>完成日期</translation>
        </message>
        <message>
            <source>Who answers for it</source>
            <translation>责任人</translation>
        </message>
    </context>
    <context>
        <name>CasesTab</name>
        <message>
            <source>Needs, calls and complaints</source>
            <translation>线索、回访与投诉</translation>
        </message>
        <message>
            <source>Calls still to make</source>
            <translation>待打电话</translation>
        </message>
        <message>
            <source>Nothing recorded yet</source>
            <translation>还没有登记</translation>
        </message>
        <message>
            <source>Report a need that you notice, record a call after a visit, a complaint or an incident. Each is sealed and uploaded like a visit, and answered by the regulator.</source>
            <translation>发现的需求线索、服务后的回访、收到的投诉和突发情况，都在这里登记。封存后和服务记录一样上报，由民政部门审核。</translation>
        </message>
        <message>
            <source>Record a call</source>
            <translation>登记回访</translation>
        </message>
        <message>
            <source>No call is due</source>
            <translation>没有待打的电话</translation>
        </message>
        <message>
            <source>Everybody whose plan asks for calls has had them in this period.</source>
            <translation>计划要求电话巡访的对象，本期都已打过。</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>显示</translation>
        </message>
        <message>
            <source>All kinds</source>
            <translation>全部类别</translation>
        </message>
        <message>
            <source>Only open complaints</source>
            <translation>只看未办结投诉</translation>
        </message>
        <message>
            <source>Enter opens; a call due opens its form</source>
            <translation>回车打开；待打电话直接登记</translation>
        </message>
        <message numerus="yes">
            <source>%n on the list</source>
            <translation>
                <numerusform>共 %n 条</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>CataloguePart</name>
        <message>
            <source>Code</source>
            <translation>编码</translation>
        </message>
        <message>
            <source>Item</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Usual time</source>
            <translation>参考时长</translation>
        </message>
        <message>
            <source>At least</source>
            <translation>最短</translation>
        </message>
        <message>
            <source>At most</source>
            <translation>最长</translation>
        </message>
        <message>
            <source>Published by the regulator. A visit shorter than “at least” asks for a reason.</source>
            <translation>服务目录由民政部门发布。短于“最短”的服务需说明原因。</translation>
        </message>
        <message>
            <source>Catalogue of services</source>
            <translation>服务目录</translation>
        </message>
    </context>
    <context>
        <name>CellEditor</name>
        <message>
            <source>A day, as 20, 1120 or 11-20</source>
            <translation>请输入日期，如 20、1120 或 11-20</translation>
        </message>
        <message>
            <source>A time from the sheet, as 0905 or 9:05</source>
            <translation>请照签字单输入时间，如 0905 或 9:05</translation>
        </message>
        <message>
            <source>A time from the sheet, as 0937 or 9:37</source>
            <translation>请照签字单输入时间，如 0937 或 9:37</translation>
        </message>
        <message>
            <source>Nobody on the roster is called that. Type a name or initials.</source>
            <translation>花名册中没有此人。请输入姓名或首字母。</translation>
        </message>
        <message>
            <source>No such item. Type a code, initials or a name; minutes may follow.</source>
            <translation>没有这个项目。请输入编码、首字母或名称，后面可加分钟数。</translation>
        </message>
        <message>
            <source>Who signed: 1 to 6, or 0 for nobody</source>
            <translation>签字人：输入 1 至 6，未签字输入 0</translation>
        </message>
        <message>
            <source>1 very satisfied to 4 dissatisfied</source>
            <translation>1 非常满意 至 4 不满意</translation>
        </message>
    </context>
    <context>
        <name>Choices</name>
        <message>
            <source>{left} of {allowed} left this month</source>
            <translation>本期余 {left} 次 / {allowed}</translation>
        </message>
        <message>
            <source>Try the sample county</source>
            <extracomment>Milliseconds between two runs that nobody asked for: sends what waits and fetches what came. The first one comes once the window has settled. One run: told where progress goes and what says that it was given up.</extracomment>
            <translation>打开示范县</translation>
        </message>
        <message>
            <source>Join with an invitation…</source>
            <translation>用邀请加入…</translation>
        </message>
        <message>
            <source>Restore a backup…</source>
            <translation>恢复备份…</translation>
        </message>
        <message>
            <source>Have a look</source>
            <translation>先看看</translation>
        </message>
        <message>
            <source>Start work</source>
            <translation>开始使用</translation>
        </message>
        <message>
            <source>The civil affairs office gave you an invitation, as a file or as text. Your recipients and their plans come by themselves.</source>
            <translation>民政部门发给您邀请文件或一段邀请文字。加入后，救助对象和服务计划自动下发。</translation>
        </message>
        <message>
            <source>Move to this PC</source>
            <translation>换到这台电脑</translation>
        </message>
        <message>
            <source>Every screen is filled with invented people, and a platform of the regulator runs on this PC. It takes some ten seconds, and nothing of it stays.</source>
            <translation>用虚构的人员填满每个页面，并在本机运行一套监管平台。约需十几秒，关闭后不留任何数据。</translation>
        </message>
        <message>
            <source>The old PC broke, or this one is new: everything comes back from a backup file. You need the office's passphrase and a new invitation.</source>
            <translation>旧电脑损坏或更换电脑时，用备份文件恢复全部数据。需要机构口令和新的邀请。</translation>
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
        <name>CorrectView</name>
        <message>
            <source>Choices</source>
            <extracomment>Milliseconds after the last key before the effect is computed.</extracomment>
            <translation>候选</translation>
        </message>
        <message>
            <source>Correct</source>
            <translation>更正</translation>
        </message>
        <message>
            <source>Back without saving</source>
            <translation>返回，不保存</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Seal the correction</source>
            <translation>封存更正</translation>
        </message>
        <message>
            <source>The correction is sealed as a new version; what was captured stays beside it.</source>
            <translation>更正已封存为新版本，原始采集内容保留。</translation>
        </message>
        <message>
            <source>This is not understood</source>
            <translation>填写内容认不出</translation>
        </message>
        <message>
            <source>Say what happened</source>
            <translation>请写明情况</translation>
        </message>
        <message>
            <source>What changes</source>
            <translation>更正内容</translation>
        </message>
        <message>
            <source>Leave as it is what was right. What was captured is kept beside the correction.</source>
            <translation>只改有误的内容，其余不动。原始采集内容与更正并列保留。</translation>
        </message>
        <message>
            <source>Sign-in</source>
            <translation>签到</translation>
        </message>
        <message>
            <source>Sign-out</source>
            <translation>签退</translation>
        </message>
        <message>
            <source>Staff</source>
            <translation>服务人员</translation>
        </message>
        <message>
            <source>Items and minutes</source>
            <translation>项目和分钟</translation>
        </message>
        <message>
            <source>Signed by</source>
            <translation>签字</translation>
        </message>
        <message>
            <source>Satisfaction</source>
            <translation>满意度</translation>
        </message>
        <message>
            <source>Remarks</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>Now: {value}</source>
            <translation>现为：{value}</translation>
        </message>
        <message>
            <source>Now empty</source>
            <translation>现为空</translation>
        </message>
        <message>
            <source>Why, and how it was found out</source>
            <translation>原因和核实方式</translation>
        </message>
        <message>
            <source>Choose a reason</source>
            <translation>请选择原因</translation>
        </message>
        <message>
            <source>Choose what was done</source>
            <translation>请选择核实方式</translation>
        </message>
        <message>
            <source>I checked this and answer for it</source>
            <translation>我已核实，并对更正内容负责</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>How it was found out</source>
            <translation>核实方式</translation>
        </message>
        <message>
            <source>Memo</source>
            <translation>说明</translation>
        </message>
        <message>
            <source>The regulator writes: {words}</source>
            <translation>监管意见：{words}</translation>
        </message>
        <message>
            <source>Recipient</source>
            <translation>对象</translation>
        </message>
    </context>
    <context>
        <name>CorrectionEffect</name>
        <message>
            <source>What it does</source>
            <translation>更正后的影响</translation>
        </message>
        <message>
            <source>The effect on the estimate appears here as you type.</source>
            <translation>填写时在此显示对预估评级的影响。</translation>
        </message>
        <message>
            <source>Estimate</source>
            <translation>本机估算</translation>
        </message>
        <message>
            <source>No indicator moves.</source>
            <translation>各项指标不变。</translation>
        </message>
        <message>
            <source>{before} → {after}</source>
            <translation>{before} → {after}</translation>
        </message>
        <message>
            <source>Checks of the new version</source>
            <translation>新版本的核对结果</translation>
        </message>
        <message>
            <source>Nothing stands against it</source>
            <translation>没有问题</translation>
        </message>
        <message>
            <source>Reason why this stands</source>
            <translation>说明原因</translation>
        </message>
        <message>
            <source>Say why this stands</source>
            <translation>请说明原因</translation>
        </message>
        <message>
            <source>{value} %</source>
            <translation>{value} %</translation>
        </message>
    </context>
    <context>
        <name>CorrectionList</name>
        <message>
            <source>Corrections</source>
            <extracomment>Corrected records shown.</extracomment>
            <translation>更正历史</translation>
        </message>
        <message>
            <source>Corrected</source>
            <translation>更正时间</translation>
        </message>
        <message>
            <source>Visit on</source>
            <translation>服务日期</translation>
        </message>
        <message>
            <source>Recipient</source>
            <translation>对象</translation>
        </message>
        <message>
            <source>Items</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>版本</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>Found out by</source>
            <translation>核实方式</translation>
        </message>
        <message>
            <source>By</source>
            <translation>经办人</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Nothing was corrected</source>
            <translation>没有更正记录</translation>
        </message>
        <message>
            <source>Withdrawn</source>
            <translation>已撤回</translation>
        </message>
        <message>
            <source>A sealed record is never changed: a correction makes a new version beside it, listed here.</source>
            <translation>封存的记录不会被改动：更正会生成新版本，并列在这里。</translation>
        </message>
    </context>
    <context>
        <name>CoverPage</name>
        <message>
            <source>Locked</source>
            <extracomment>Milliseconds between two looks at the time, and what an open editor is given to hand over what was typed.</extracomment>
            <translation>已锁定</translation>
        </message>
        <message>
            <source>What was typed is being stored, and the keys are let go of.</source>
            <translation>正在保存已录入的内容，并清除内存中的密钥。</translation>
        </message>
    </context>
    <context>
        <name>CrashDialog</name>
        <message>
            <source>Something went wrong</source>
            <extracomment>Milliseconds between two reloads while commits keep coming (sealing a month makes hundreds): reloads asked for faster than they are answered would pile up before everything that is asked for by hand.</extracomment>
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
        <name>DamagedPage</name>
        <message>
            <source>The data of this PC do not open</source>
            <extracomment>What is wrong with a data folder that a backup puts right.</extracomment>
            <translation>本机数据无法打开</translation>
        </message>
        <message>
            <source>Nothing was changed, and no new database was made in their place.</source>
            <translation>没有改动任何内容，也没有新建数据库代替。</translation>
        </message>
        <message>
            <source>A disk that was not ready, or another program at the file, goes by: try again first. If it stays, go back to a backup. What was uploaded since comes back from the platform; the file that does not open is kept aside.</source>
            <translation>磁盘未就绪或文件被其他程序占用时，可先重试。仍然打不开，请恢复备份：其后已上报的记录会从平台取回，打不开的文件另行保留。</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
    </context>
    <context>
        <name>DayEditor</name>
        <message>
            <source>This is no day.</source>
            <translation>日期不正确。</translation>
        </message>
    </context>
    <context>
        <name>DeclineForm</name>
        <message>
            <source>Reason</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>The bureau reads it. It is sent with the next upload.</source>
            <translation>民政部门会看到，随下次上报发送。</translation>
        </message>
        <message>
            <source>Decline</source>
            <translation>谢绝</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Not to be served by this agency: {names}</source>
            <translation>本机构不能服务：{names}</translation>
        </message>
        <message>
            <source>Give a reason first.</source>
            <translation>请先填写原因。</translation>
        </message>
    </context>
    <context>
        <name>DesktopApplication</name>
        <message>
            <source>The keyring alone opens these records. Let people sign in first, under Settings.</source>
            <translation>本机密钥环可直接打开数据。请先在“设置”中启用用户登录。</translation>
        </message>
    </context>
    <context>
        <name>DifferencesTab</name>
        <message>
            <source>Indicators that differ</source>
            <translation>不同的指标</translation>
        </message>
        <message>
            <source>Records that differ</source>
            <translation>不同的记录</translation>
        </message>
        <message>
            <source>Both sides agree</source>
            <translation>两方一致</translation>
        </message>
        <message>
            <source>Every figure that the bureau published is what this PC comes to as well.</source>
            <translation>民政局公布的每项数据，本机计算的结果都相同。</translation>
        </message>
        <message>
            <source>Nothing published for this period</source>
            <translation>本期尚未公布</translation>
        </message>
        <message>
            <source>Once the bureau publishes a light, each of its figures is compared with this PC's.</source>
            <translation>民政局公布评级后，会逐项与本机的数据对照。</translation>
        </message>
        <message>
            <source>content of that period was erased since</source>
            <translation>该期部分内容此后已删除</translation>
        </message>
        <message>
            <source>the rules of then are not kept here</source>
            <translation>本机没有当时的规则</translation>
        </message>
        <message>
            <source>{period} cannot be computed as it stood then ({why}); what fails on either side is compared.</source>
            <translation>{period}无法按当时的情况重算（{why}），只对照两方未达标的记录。</translation>
        </message>
        <message numerus="yes">
            <source>{period}: %n indicator(s) differ although the records of then were the same: worth an appeal. What the bureau published holds until it changes it.</source>
            <translation>
                <numerusform>{period}：按当时的记录重算仍有 %n 项指标不同，可以申诉。民政局更改之前，以公布为准。</numerusform>
            </translation>
        </message>
        <message>
            <source>{period}: what the bureau published holds. Everything that differs came after it: corrections, returns and late records.</source>
            <translation>{period}：以民政局公布为准。不同之处都来自公布之后的更正、退回和补录。</translation>
        </message>
        <message>
            <source>Stated {stated}, recomputed from the records of then {recomputed}: unexplained.</source>
            <translation>公布为 {stated}，按当时的记录重算为 {recomputed}：无法解释。</translation>
        </message>
        <message>
            <source>Indicator</source>
            <translation>指标</translation>
        </message>
        <message>
            <source>Published</source>
            <translation>公布</translation>
        </message>
        <message>
            <source>Estimate</source>
            <translation>本机</translation>
        </message>
        <message>
            <source>Day</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>对象</translation>
        </message>
        <message>
            <source>Here</source>
            <translation>本机</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>Counts</source>
            <translation>计入</translation>
        </message>
        <message>
            <source>Fails</source>
            <translation>未达标</translation>
        </message>
        <message>
            <source>Not counted</source>
            <translation>未计入</translation>
        </message>
        <message>
            <source>Not said</source>
            <translation>未说明</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>打开</translation>
        </message>
    </context>
    <context>
        <name>EntryModel</name>
        <message>
            <source>Date</source>
            <extracomment>Lines that are always there to type in, filled or not.</extracomment>
            <translation>日期</translation>
        </message>
        <message>
            <source>Recipient</source>
            <translation>对象</translation>
        </message>
        <message>
            <source>Staff</source>
            <translation>服务人员</translation>
        </message>
        <message>
            <source>In</source>
            <translation>签到</translation>
        </message>
        <message>
            <source>Out</source>
            <translation>签退</translation>
        </message>
        <message>
            <source>Items · minutes</source>
            <translation>项目 · 分钟</translation>
        </message>
        <message>
            <source>Evidence</source>
            <translation>凭证</translation>
        </message>
        <message>
            <source>Satisfaction</source>
            <translation>满意度</translation>
        </message>
        <message>
            <source>Check</source>
            <translation>核对</translation>
        </message>
        <message>
            <source>Ready · reason given</source>
            <translation>可上报 · 已说明</translation>
        </message>
        <message>
            <source>Ready to send</source>
            <translation>可上报</translation>
        </message>
        <message>
            <source>Not complete · {finding}</source>
            <translation>未填完 · {finding}</translation>
        </message>
        <message>
            <source>{finding} · say why</source>
            <translation>{finding} · 填原因</translation>
        </message>
    </context>
    <context>
        <name>ErasurePart</name>
        <message>
            <source>Erase personal data</source>
            <translation>删除个人数据</translation>
        </message>
        <message>
            <source>Names, contacts, visits and files are removed from this PC and its backups. Signatures, receipts and the audit trail stay, so that every proof still holds. Paper and files that were printed or exported are not reached. It cannot be taken back.</source>
            <translation>从本机及其备份中删除姓名、联系方式、服务记录和文件。签名、回执和操作日志保留，所有证明仍可核验。已打印的纸张和已导出的文件不在其内。删除后无法恢复。</translation>
        </message>
        <message>
            <source>One recipient</source>
            <translation>一名救助对象</translation>
        </message>
        <message>
            <source>Everybody: the contract with the civil affairs office has ended</source>
            <translation>全部：与民政部门的合同已终止</translation>
        </message>
        <message>
            <source>&amp;Recipient</source>
            <translation>救助对象(&amp;R)</translation>
        </message>
        <message>
            <source>Name, initials or last digits of the id number; Enter looks them up.</source>
            <translation>姓名、拼音首字母或身份证尾号，按 Enter 查找。</translation>
        </message>
        <message>
            <source>R&amp;eason</source>
            <translation>原因(&amp;E)</translation>
        </message>
        <message>
            <source>Stands on the certificate and in the audit trail.</source>
            <translation>写入删除证明和操作日志。</translation>
        </message>
        <message>
            <source>erase</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Type “{word}” to &amp;confirm</source>
            <translation>输入“{word}”确认(&amp;C)</translation>
        </message>
        <message>
            <source>Erase for good</source>
            <translation>彻底删除</translation>
        </message>
        <message numerus="yes">
            <source>%n people are called so; add digits of the id number</source>
            <translation>
                <numerusform>有 %n 人符合，请补充身份证尾号</numerusform>
            </translation>
        </message>
        <message>
            <source>Nobody is called so.</source>
            <translation>没有符合的对象。</translation>
        </message>
        <message>
            <source>Erasing, making a new backup, verifying</source>
            <translation>正在删除、重新备份并核验</translation>
        </message>
        <message>
            <source>Erased: {records} records, {files} files. The certificate is {name}.</source>
            <translation>已删除 {records} 条记录、{files} 个文件，删除证明为 {name}。</translation>
        </message>
        <message>
            <source>Open the certificate</source>
            <translation>打开删除证明</translation>
        </message>
    </context>
    <context>
        <name>EstimateCard</name>
        <message>
            <source>Estimate of this PC · {period} (not official)</source>
            <translation>本机估算 · {period}（不代表公布结果）</translation>
        </message>
    </context>
    <context>
        <name>EvidenceStrip</name>
        <message>
            <source>PDF, kept encrypted</source>
            <translation>PDF，加密保存</translation>
        </message>
        <message>
            <source>not on this PC</source>
            <translation>不在本机</translation>
        </message>
        <message>
            <source>A PDF of {size} KB. It is uploaded as it is.</source>
            <translation>PDF 文件，{size} KB，按原样上报。</translation>
        </message>
    </context>
    <context>
        <name>EvidenceTab</name>
        <message>
            <source>Pictures without a visit</source>
            <extracomment>Where Linux and desktops mount sticks and cards; on Windows every drive but the system's counts.</extracomment>
            <translation>未归档照片</translation>
        </message>
        <message>
            <source>Visits it may belong to</source>
            <translation>可能的服务记录</translation>
        </message>
        <message>
            <source>The picture</source>
            <translation>照片</translation>
        </message>
        <message>
            <source>No picture waits</source>
            <translation>没有未归档的照片</translation>
        </message>
        <message>
            <source>Drag photos and scans here, or add a folder or a stick. Each finds its visit by the code on the printed sheet or the time it was taken; you confirm with Enter. Places are not kept.</source>
            <translation>把照片和扫描件拖到这里，或从文件夹、U 盘添加。系统按单上二维码和拍摄时间找到服务记录，回车确认即可。保存时去掉位置信息。</translation>
        </message>
        <message>
            <source>Add photos or scans…</source>
            <translation>添加照片或扫描件…</translation>
        </message>
        <message>
            <source>Add photos or scans</source>
            <translation>添加照片或扫描件</translation>
        </message>
        <message>
            <source>Add a folder of pictures</source>
            <translation>添加文件夹</translation>
        </message>
        <message>
            <source>Remove the picture</source>
            <translation>移除这张</translation>
        </message>
        <message>
            <source>Photos and scans ({patterns})</source>
            <translation>照片和扫描件 ({patterns})</translation>
        </message>
        <message>
            <source>Taking in pictures</source>
            <translation>正在添加照片</translation>
        </message>
        <message>
            <source>No visit fits this picture. Log its visit first.</source>
            <translation>没有相符的服务记录，请先录入。</translation>
        </message>
        <message>
            <source>Added to {name} by a correction; it goes with the next upload.</source>
            <translation>已用更正补入 {name} 的记录，下次上报时送出。</translation>
        </message>
        <message>
            <source>Added to the draft of {name}.</source>
            <translation>已归入 {name} 的草稿。</translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s) without a visit</source>
            <translation>
                <numerusform>%n 张未归档</numerusform>
            </translation>
        </message>
        <message>
            <source>A PDF. Open the paper to see which visit it is of.</source>
            <translation>PDF 文件，请对照纸质单确认。</translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s) taken in</source>
            <translation>
                <numerusform>已添加 %n 张</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n here already</source>
            <translation>
                <numerusform>%n 张已有</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source> and %n more</source>
            <translation>
                <numerusform>，另有 %n 个</numerusform>
            </translation>
        </message>
        <message>
            <source>Not taken: {files}{more}</source>
            <translation>未添加：{files}{more}</translation>
        </message>
        <message>
            <source>Folder or stick…</source>
            <translation>文件夹或 U 盘…</translation>
        </message>
        <message>
            <source>It is a</source>
            <translation>凭证种类</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>移除</translation>
        </message>
        <message>
            <source>Put to this visit</source>
            <translation>归入该记录</translation>
        </message>
        <message>
            <source>Enter in the list</source>
            <translation>在列表中按回车</translation>
        </message>
        <message>
            <source>Another folder…</source>
            <translation>其他文件夹…</translation>
        </message>
    </context>
    <context>
        <name>EvidenceWords</name>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>Taken</source>
            <translation>拍摄时间</translation>
        </message>
        <message>
            <source>Proposed</source>
            <translation>归入</translation>
        </message>
        <message>
            <source>Used before?</source>
            <translation>疑似重复使用</translation>
        </message>
        <message>
            <source>No visit fits</source>
            <translation>没有相符记录</translation>
        </message>
        <message>
            <source>It looks like a photo that another visit has already. Check before you use it.</source>
            <translation>与另一条服务记录的照片相像，归档前请核对。</translation>
        </message>
        <message>
            <source>Recipient</source>
            <translation>对象</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>Staff</source>
            <translation>人员</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>依据</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>{minutes} apart</source>
            <translation>相差 {minutes}</translation>
        </message>
        <message>
            <source>taken {metres} m from the home</source>
            <translation>拍摄地点距住址 {metres} 米</translation>
        </message>
    </context>
    <context>
        <name>ExchangeTeller</name>
        <message>
            <source>Open Upload</source>
            <translation>打开“上报”</translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) came back</source>
            <translation>
                <numerusform>有 %n 条记录被退回</numerusform>
            </translation>
        </message>
        <message>
            <source>See why</source>
            <translation>查看原因</translation>
        </message>
        <message>
            <source>Upload again</source>
            <translation>重新上报</translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) uploaded, receipt received</source>
            <translation>
                <numerusform>已上报 %n 条，已收到回执</numerusform>
            </translation>
        </message>
        <message>
            <source>Everything is uploaded; nothing new has come</source>
            <translation>全部已上报，没有新的下发内容</translation>
        </message>
        <message>
            <source>Nothing to upload; the platform's answers have come</source>
            <translation>没有待上报的内容，已收到平台回复</translation>
        </message>
    </context>
    <context>
        <name>FindingPanel</name>
        <message>
            <source>Findings of this line</source>
            <extracomment>Columns of a ledger and where they go in the grid. Columns that a first row has to name before it is taken for headings. Lines of one transaction: a reason for a whole month is quick, and still seen to go on. Days looked ahead for the next expected visit once those of a day are all typed. Columns that are typed in, from left to right. Text size in per cent up to which the keys are shown.</extracomment>
            <translation>本行核对结果</translation>
        </message>
        <message>
            <source>Line {number}</source>
            <extracomment>Reasons given before, by rule and by rule and staff member.</extracomment>
            <translation>第 {number} 行</translation>
        </message>
        <message>
            <source>In your own words (may stay empty)</source>
            <translation>补充说明（可不填）</translation>
        </message>
        <message>
            <source>{at} of {count}</source>
            <translation>{at} / {count}</translation>
        </message>
        <message>
            <source>Fill in</source>
            <translation>填写</translation>
        </message>
        <message>
            <source>Give a reason</source>
            <translation>填原因</translation>
        </message>
        <message>
            <source>Type the recipient's initials, then the times from the sheet.</source>
            <translation>先输入对象首字母，再照签字单输入时间。</translation>
        </message>
        <message>
            <source>Nothing stands against this record: it can be sent.</source>
            <translation>核对无误，可以上报。</translation>
        </message>
        <message>
            <source>Change recipient</source>
            <translation>改对象</translation>
        </message>
        <message>
            <source>Change staff</source>
            <translation>改人员</translation>
        </message>
        <message>
            <source>Change time</source>
            <translation>改时间</translation>
        </message>
        <message>
            <source>Change items</source>
            <translation>改项目</translation>
        </message>
        <message>
            <source>Change evidence</source>
            <translation>改凭证</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>修改</translation>
        </message>
        <message>
            <source>The next finding of this line</source>
            <translation>本行下一个问题</translation>
        </message>
        <message>
            <source>Show the other</source>
            <translation>看另一条</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>In your own words</source>
            <translation>补充说明</translation>
        </message>
        <message>
            <source>For all alike</source>
            <translation>同类全部</translation>
        </message>
        <message>
            <source>Give this reason in every line with the same finding</source>
            <translation>对所有同类问题的行使用此原因</translation>
        </message>
        <message>
            <source>Give</source>
            <translation>确定</translation>
        </message>
        <message>
            <source>Give no reason</source>
            <translation>不填</translation>
        </message>
        <message>
            <source>next</source>
            <translation>下一格</translation>
        </message>
        <message>
            <source>fill in</source>
            <translation>补全</translation>
        </message>
        <message>
            <source>edit</source>
            <translation>编辑</translation>
        </message>
        <message>
            <source>as above</source>
            <translation>同上</translation>
        </message>
        <message>
            <source>undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>remove line</source>
            <translation>删行</translation>
        </message>
        <message>
            <source>reason</source>
            <translation>填原因</translation>
        </message>
        <message>
            <source>Say which other reason</source>
            <translation>请写明其他原因</translation>
        </message>
        <message>
            <source>Expected next:  {visits}</source>
            <translation>接下来应有：  {visits}</translation>
        </message>
        <message>
            <source>nobody at home</source>
            <translation>未遇见</translation>
        </message>
        <message>
            <source>next day</source>
            <translation>次日</translation>
        </message>
    </context>
    <context>
        <name>FirstStartPage</name>
        <message>
            <source>Agency desk</source>
            <translation>服务机构工作台</translation>
        </message>
        <message>
            <source>Join with an invitation</source>
            <translation>用邀请加入</translation>
        </message>
        <message>
            <source>The invitation works once and is bound to your agency.</source>
            <translation>每份邀请只能使用一次，且只对应一家机构。</translation>
        </message>
        <message>
            <source>Filling the sample county, day by day</source>
            <translation>正在逐日生成示范县数据</translation>
        </message>
        <message>
            <source>Asking the platform</source>
            <translation>正在连接监管平台</translation>
        </message>
        <message>
            <source>Care visits: logged, checked, reported to the civil affairs office. How do you begin?</source>
            <translation>录入上门服务，自动核对，上报民政部门。请选择如何开始。</translation>
        </message>
        <message>
            <source>Restore a backup</source>
            <translation>恢复备份</translation>
        </message>
        <message>
            <source>Everything in it comes back to this PC, under keys of its own.</source>
            <translation>备份中的全部内容会恢复到本机，并使用本机自己的密钥。</translation>
        </message>
    </context>
    <context>
        <name>GreenCard</name>
        <message numerus="yes">
            <source>%n more…</source>
            <translation>
                <numerusform>还有 %n 件…</numerusform>
            </translation>
        </message>
        <message>
            <source>To turn green</source>
            <extracomment>Sentences that fit on the card; with more, the rest is one link away.</extracomment>
            <translation>转为绿灯</translation>
        </message>
        <message>
            <source>Being worked out…</source>
            <translation>正在计算…</translation>
        </message>
        <message>
            <source>Work list and what if…</source>
            <translation>清单与试算…</translation>
        </message>
    </context>
    <context>
        <name>HistoryTab</name>
        <message>
            <source>Lights of the last periods</source>
            <extracomment>Periods in the row of lights.</extracomment>
            <translation>近几期的灯</translation>
        </message>
        <message>
            <source>Lights of past periods</source>
            <translation>往期评级</translation>
        </message>
        <message>
            <source>No lights yet</source>
            <translation>还没有评级</translation>
        </message>
        <message>
            <source>Each period that the bureau rates is kept here with the rules it was rated by.</source>
            <translation>民政局评过的每一期都连同当时的规则保存在这里。</translation>
        </message>
        <message>
            <source>Period</source>
            <translation>评级周期</translation>
        </message>
        <message>
            <source>Published</source>
            <translation>民政局公布</translation>
        </message>
        <message>
            <source>on</source>
            <translation>公布日期</translation>
        </message>
        <message>
            <source>Estimate then</source>
            <translation>当时估算</translation>
        </message>
        <message>
            <source>Rules</source>
            <translation>规则</translation>
        </message>
        <message>
            <source>Recomputed</source>
            <translation>重算</translation>
        </message>
        <message>
            <source>Consequences</source>
            <translation>后果</translation>
        </message>
        <message>
            <source>{version}, missing</source>
            <translation>{version}（缺失）</translation>
        </message>
        <message>
            <source>Equal</source>
            <translation>一致</translation>
        </message>
        <message>
            <source>Different</source>
            <translation>不同</translation>
        </message>
        <message>
            <source>Impossible</source>
            <translation>无法重算</translation>
        </message>
        <message>
            <source>Recompute</source>
            <translation>重算</translation>
        </message>
    </context>
    <context>
        <name>ImportMapping</name>
        <message>
            <source>What the columns mean</source>
            <translation>列对应关系</translation>
        </message>
        <message>
            <source>As you set it for this kind of table before.</source>
            <translation>已按上次的设置对应。</translation>
        </message>
        <message>
            <source>Guessed from headings and values. Change what is wrong; it is remembered.</source>
            <translation>根据表头和内容推测，有误请改，下次自动沿用。</translation>
        </message>
        <message>
            <source>not imported</source>
            <translation>不导入</translation>
        </message>
        <message>
            <source>Column {number}</source>
            <translation>第 {number} 列</translation>
        </message>
        <message>
            <source>as {example}</source>
            <translation>如 {example}</translation>
        </message>
    </context>
    <context>
        <name>ImportPage</name>
        <message>
            <source>Import a table</source>
            <extracomment>Numbers of identity cards (18 characters) and mobile phones, wherever they stand in a text.</extracomment>
            <translation>导入表格</translation>
        </message>
        <message>
            <source>Back to the visits</source>
            <translation>返回服务记录</translation>
        </message>
        <message>
            <source>Choose a file…</source>
            <translation>选择文件…</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>导入</translation>
        </message>
        <message>
            <source>Bring in a ledger or a roster</source>
            <translation>导入台账或花名册</translation>
        </message>
        <message>
            <source>Choose a table</source>
            <translation>选择表格</translation>
        </message>
        <message>
            <source>Tables ({patterns})</source>
            <translation>表格 ({patterns})</translation>
        </message>
        <message>
            <source>{name}_to_mend.xlsx</source>
            <translation>{name}_待改.xlsx</translation>
        </message>
        <message>
            <source>Save the refused rows</source>
            <translation>保存不能导入的行</translation>
        </message>
        <message>
            <source>The refused rows stand in {file}, with the reasons beside the cells.</source>
            <translation>不能导入的行已存到 {file}，原因写在单元格旁。</translation>
        </message>
        <message>
            <source>This very file was imported before. Rows that came in then are not taken twice.</source>
            <translation>这个文件导入过，已有的行不会重复导入。</translation>
        </message>
        <message>
            <source>Still needed: {fields}. Say which column holds it.</source>
            <translation>还缺：{fields}。请指定对应的列。</translation>
        </message>
        <message>
            <source>Importing</source>
            <translation>正在导入</translation>
        </message>
        <message>
            <source>Looking at the rows</source>
            <translation>正在核对各行</translation>
        </message>
        <message>
            <source>Row</source>
            <translation>行号</translation>
        </message>
        <message>
            <source>Verdict</source>
            <translation>结果</translation>
        </message>
        <message>
            <source>Nothing new: every row of this table is in already.</source>
            <translation>没有新内容：表中各行均已导入过。</translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) imported.</source>
            <translation>
                <numerusform>已导入 %n 行。</numerusform>
            </translation>
        </message>
        <message>
            <source>Show the drafts</source>
            <translation>查看草稿</translation>
        </message>
        <message>
            <source>Nothing stands against this row.</source>
            <translation>这一行没有问题。</translation>
        </message>
        <message numerus="yes">
            <source>Import %n good row(s)</source>
            <translation>
                <numerusform>导入合格的 %n 行</numerusform>
            </translation>
        </message>
        <message>
            <source>{word} {count}</source>
            <translation>{word} {count}</translation>
        </message>
        <message>
            <source>Rows of the table</source>
            <translation>表格各行</translation>
        </message>
        <message>
            <source>What the table holds</source>
            <translation>表格内容</translation>
        </message>
        <message>
            <source>Sheet</source>
            <translation>工作表</translation>
        </message>
        <message>
            <source>Rows shown</source>
            <translation>显示的行</translation>
        </message>
        <message>
            <source>All rows</source>
            <translation>全部行</translation>
        </message>
        <message>
            <source>Save the refused rows…</source>
            <translation>保存不能导入的行…</translation>
        </message>
        <message>
            <source>Drop an Excel or CSV file here. Any headings will do: columns are guessed, you confirm them. Nothing is written before you say so.</source>
            <translation>把 Excel 或 CSV 文件拖到这里。表头不限，系统推测各列含义，由您确认。确认前不写入任何内容。</translation>
        </message>
        <message>
            <source>No headings are recognised. Say at the left what the columns hold.</source>
            <translation>未识别出表头。请在左侧指定各列的含义。</translation>
        </message>
    </context>
    <context>
        <name>InboxTab</name>
        <message>
            <source>Assignments</source>
            <translation>派单</translation>
        </message>
        <message>
            <source>No assignment waits for an answer</source>
            <translation>没有待答复的派单</translation>
        </message>
        <message>
            <source>When the bureau assigns somebody or changes a plan, it appears here: accept it, or decline with a reason that the bureau reads.</source>
            <translation>民政部门派来对象或变更计划后会出现在这里，可以接收，也可以说明原因谢绝。</translation>
        </message>
        <message>
            <source>Also those answered</source>
            <translation>包括已答复的</translation>
        </message>
        <message>
            <source>Shift or Ctrl selects several; Enter opens the card</source>
            <translation>Shift 或 Ctrl 可选多条，回车打开详情</translation>
        </message>
    </context>
    <context>
        <name>InvitationForm</name>
        <message>
            <source>&amp;Invitation</source>
            <extracomment>Milliseconds of quiet after which pasted text is read.</extracomment>
            <translation>邀请(&amp;I)</translation>
        </message>
        <message>
            <source>Paste the text that the civil affairs office sent, or choose the file (.careinvite).</source>
            <translation>粘贴民政部门发来的邀请文字，或选择邀请文件（.careinvite）。</translation>
        </message>
        <message>
            <source>Choose the file…</source>
            <translation>选择文件…</translation>
        </message>
        <message>
            <source>Choose the invitation</source>
            <translation>选择邀请文件</translation>
        </message>
        <message>
            <source>{told} {step}</source>
            <translation>{told}{step}</translation>
        </message>
        <message>
            <source>Invitations ({patterns})</source>
            <translation>邀请文件 ({patterns})</translation>
        </message>
    </context>
    <context>
        <name>Joining</name>
        <message>
            <source>&amp;Passphrase for the data on this PC</source>
            <translation>本机数据口令(&amp;P)</translation>
        </message>
        <message>
            <source>This PC has no keyring. Write the passphrase down: nobody can recover it.</source>
            <translation>本机没有密钥环，需设口令。请妥善记录，遗失无法找回。</translation>
        </message>
        <message>
            <source>Passphrase &amp;again</source>
            <translation>再次输入口令(&amp;A)</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>返回</translation>
        </message>
        <message>
            <source>Join</source>
            <translation>加入</translation>
        </message>
        <message>
            <source>The two are not the same.</source>
            <translation>两次输入不一致。</translation>
        </message>
    </context>
    <context>
        <name>KeptPanel</name>
        <message numerus="yes">
            <source>%n draft(s) changed by two people. Say which stands.</source>
            <translation>
                <numerusform>%n 条草稿被两人同时修改，请确认以哪一份为准。</numerusform>
            </translation>
        </message>
        <message>
            <source>Typed here</source>
            <translation>本机录入</translation>
        </message>
        <message>
            <source>Keep what was typed here</source>
            <translation>以本机为准</translation>
        </message>
        <message>
            <source>Keep the other</source>
            <translation>以对方为准</translation>
        </message>
        <message>
            <source>The visit is sealed; a change is a correction now.</source>
            <translation>该记录已封存，如需修改请办理更正。</translation>
        </message>
        <message>
            <source>On the other PC: thrown away</source>
            <translation>另一台电脑（已放弃）</translation>
        </message>
        <message>
            <source>On the other PC: sealed</source>
            <translation>另一台电脑（已封存）</translation>
        </message>
        <message>
            <source>On the other PC</source>
            <translation>另一台电脑</translation>
        </message>
    </context>
    <context>
        <name>LightStrip</name>
        <message>
            <source>Is it green?</source>
            <extracomment>Seconds between two reports of progress that reach the window. Called by the work with (done, total); total 0 where it is not known. Raises ``AppError`` ``Cancelled``. Sizes in device-independent pixels at 100 % text size. Errors that mean there is nothing to rate with yet. Height of the strip (dp), room at its sides, between the parts of an answer.</extracomment>
            <translation>现在是绿灯吗</translation>
        </message>
        <message>
            <source>Will it be?</source>
            <translation>月底会怎样</translation>
        </message>
        <message>
            <source>Why not?</source>
            <translation>为什么</translation>
        </message>
        <message>
            <source>What first?</source>
            <translation>先做什么</translation>
        </message>
        <message>
            <source>Who?</source>
            <translation>涉及谁</translation>
        </message>
        <message>
            <source>every indicator is green</source>
            <translation>各项指标都是绿灯</translation>
        </message>
        <message>
            <source>too little data yet</source>
            <translation>数据还太少</translation>
        </message>
        <message>
            <source>nobody</source>
            <translation>没有人</translation>
        </message>
        <message numerus="yes">
            <source>{names} and %n more</source>
            <translation>
                <numerusform>{names}等，另有 %n 人</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>LinkPart</name>
        <message>
            <source>Agency and platform</source>
            <translation>机构与平台</translation>
        </message>
        <message>
            <source>Agency</source>
            <translation>机构</translation>
        </message>
        <message>
            <source>Unified social credit code</source>
            <translation>统一社会信用代码</translation>
        </message>
        <message>
            <source>Platform address</source>
            <translation>平台地址</translation>
        </message>
        <message>
            <source>Last contact</source>
            <translation>最近联系</translation>
        </message>
        <message>
            <source>This PC (device)</source>
            <translation>本机（设备号）</translation>
        </message>
        <message>
            <source>Reporting channel (stream)</source>
            <translation>上报通道</translation>
        </message>
        <message>
            <source>&amp;Who works here</source>
            <translation>操作人(&amp;W)</translation>
        </message>
        <message>
            <source>Every entry and every correction carries this name.</source>
            <translation>录入和更正的记录都会带上这个姓名。</translation>
        </message>
        <message>
            <source>&amp;Proxy</source>
            <translation>代理服务器(&amp;P)</translation>
        </message>
        <message>
            <source>Empty for a direct line. Ask whoever looks after the network.</source>
            <translation>直接上网则留空，可询问网络管理人员。</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>操作人</translation>
        </message>
        <message>
            <source>Network</source>
            <translation>网络</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Save: {what}</source>
            <translation>保存：{what}</translation>
        </message>
        <message>
            <source>A name is needed.</source>
            <translation>请填写姓名。</translation>
        </message>
        <message>
            <source>From now on {name} works here</source>
            <translation>操作人已改为{name}</translation>
        </message>
        <message>
            <source>Write it like http://192.168.1.1:8080.</source>
            <translation>格式如 http://192.168.1.1:8080。</translation>
        </message>
        <message>
            <source>Saved; the next upload goes this way</source>
            <translation>已保存，下次上报时生效</translation>
        </message>
    </context>
    <context>
        <name>LookPart</name>
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
            <source>&amp;Language</source>
            <translation>语言(&amp;L)</translation>
        </message>
        <message>
            <source>&amp;Colours</source>
            <translation>外观(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Text size</source>
            <translation>字号(&amp;T)</translation>
        </message>
        <message>
            <source>Also Ctrl++ and Ctrl+-</source>
            <translation>也可按 Ctrl++、Ctrl+-</translation>
        </message>
    </context>
    <context>
        <name>MachinePart</name>
        <message>
            <source>What this PC holds</source>
            <extracomment>Problems named on the page; the command line names all.</extracomment>
            <translation>本机数据</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>Visits</source>
            <translation>服务记录</translation>
        </message>
        <message>
            <source>Recipients and staff</source>
            <translation>救助对象 · 服务人员</translation>
        </message>
        <message>
            <source>Sealed entries and receipts</source>
            <translation>封存条目 · 回执</translation>
        </message>
        <message>
            <source>Statements of the regulator</source>
            <translation>监管下发内容</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>占用空间</translation>
        </message>
        <message>
            <source>Verify every byte</source>
            <translation>核验全部数据</translation>
        </message>
        <message>
            <source>Check this PC</source>
            <translation>检查本机</translation>
        </message>
        <message>
            <source>Check of this PC</source>
            <translation>本机检查结果</translation>
        </message>
        <message>
            <source>About</source>
            <translation>关于</translation>
        </message>
        <message>
            <source>Program</source>
            <translation>程序</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>版本</translation>
        </message>
        <message>
            <source>Licence</source>
            <translation>许可证</translation>
        </message>
        <message>
            <source>Agency desk for home care services</source>
            <translation>居家服务机构工作台</translation>
        </message>
        <message>
            <source>see the file LICENSE</source>
            <translation>见 LICENSE 文件</translation>
        </message>
        <message>
            <source>{visits} sealed, {drafts} drafts</source>
            <translation>已封存 {visits} 条，草稿 {drafts} 条</translation>
        </message>
        <message>
            <source>{size} MB, encrypted</source>
            <translation>{size} MB，已加密</translation>
        </message>
        <message>
            <source>Verifying chain, receipts, audit trail and database</source>
            <translation>正在核验条目链、回执、操作日志和数据库</translation>
        </message>
        <message>
            <source>Checking this PC</source>
            <translation>正在检查本机</translation>
        </message>
        <message>
            <source>{entries} entries and {receipts} receipts verified</source>
            <translation>已核验 {entries} 个条目、{receipts} 份回执</translation>
        </message>
        <message numerus="yes">
            <source>%n problem(s) found; tell the regulator before going on</source>
            <translation>
                <numerusform>发现 %n 处问题，请先告知民政部门再继续使用</numerusform>
            </translation>
        </message>
        <message>
            <source>{figures}: everything is whole</source>
            <translation>{figures}，全部完好</translation>
        </message>
        <message>
            <source>Fine</source>
            <translation>正常</translation>
        </message>
        <message>
            <source>Look here</source>
            <translation>请留意</translation>
        </message>
    </context>
    <context>
        <name>MadeSummary</name>
        <message>
            <source>Saturdays and Sundays are working days</source>
            <extracomment>Height of a line in dp: two rows of words and air.</extracomment>
            <translation>周六、周日也排班</translation>
        </message>
        <message>
            <source>Take back</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>Nothing falls short: every visit of the plans has a place.</source>
            <translation>没有缺口：计划中的每次服务都已排上。</translation>
        </message>
        <message numerus="yes">
            <source>%n visit(s) fall short</source>
            <translation>
                <numerusform>还差 %n 次排不上</numerusform>
            </translation>
        </message>
        <message>
            <source>Recipient</source>
            <translation>救助对象</translation>
        </message>
        <message>
            <source>Visits and reason</source>
            <translation>次数与原因</translation>
        </message>
        <message>
            <source>Items</source>
            <translation>服务项目</translation>
        </message>
        <message>
            <source>What falls short</source>
            <translation>排不上的服务</translation>
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message>
            <source>Agency desk</source>
            <extracomment>Milliseconds that a first window has to answer; it is on this very PC. Below these widths (dp) the rail shows icons alone, and the lights go without their notes.</extracomment>
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
        <message>
            <source>{agency} - {desk}</source>
            <translation>{agency} - {desk}</translation>
        </message>
        <message>
            <source>{title} (sample county)</source>
            <translation>{title}（示范县）</translation>
        </message>
        <message>
            <source>Lock or change places</source>
            <translation>锁定或切换用户</translation>
        </message>
    </context>
    <context>
        <name>Menus</name>
        <message>
            <source>All actions</source>
            <extracomment>Kind of a hit → the section that shows it, and its icon.</extracomment>
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
            <extracomment>Tells our own copies from those of other programs. What managers of clipboard histories look for: KDE and others, and Windows (its history and its cloud).</extracomment>
            <translation>关闭此提示</translation>
        </message>
    </context>
    <context>
        <name>MomentEditor</name>
        <message>
            <source>Type a day and a time, as 2026-11-23 14:05.</source>
            <translation>请填写日期和时间，如 2026-11-23 14:05。</translation>
        </message>
    </context>
    <context>
        <name>MonthModel</name>
        <message>
            <source>Recipient</source>
            <translation>救助对象</translation>
        </message>
        <message>
            <source>Done / plan</source>
            <translation>已做 / 计划</translation>
        </message>
        <message>
            <source>Lacking</source>
            <translation>缺口</translation>
        </message>
        <message>
            <source>nothing scheduled</source>
            <translation>没有排班</translation>
        </message>
        <message>
            <source>{done} done, {ordered} scheduled, {excused} excused of {planned} planned</source>
            <translation>计划 {planned} 次：已做 {done} 次，已排 {ordered} 次，可免 {excused} 次</translation>
        </message>
        <message numerus="yes">
            <source>%n lacking</source>
            <translation>
                <numerusform>缺 %n 次</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>MonthTable</name>
        <message>
            <source>Month by recipient</source>
            <translation>按对象看月</translation>
        </message>
        <message>
            <source>Recipients</source>
            <translation>救助对象</translation>
        </message>
    </context>
    <context>
        <name>OfficialCard</name>
        <message>
            <source>Published by the bureau</source>
            <translation>民政局公布</translation>
        </message>
        <message>
            <source>Nothing published for this period yet. It appears here as soon as it arrives.</source>
            <translation>本期尚未公布，公布后会自动显示在这里。</translation>
        </message>
        <message>
            <source>Published by the bureau · {period}</source>
            <translation>民政局公布 · {period}</translation>
        </message>
        <message>
            <source>Veto: {reason}</source>
            <translation>否决事项：{reason}</translation>
        </message>
    </context>
    <context>
        <name>OrderDesk</name>
        <message>
            <source>{name} moved to {day} {time}.</source>
            <translation>{name} 已改到 {day} {time}。</translation>
        </message>
        <message numerus="yes">
            <source>%n visit(s) deleted.</source>
            <translation>
                <numerusform>已删除 %n 次排班。</numerusform>
            </translation>
        </message>
        <message>
            <source>Take back</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>There is nothing to take back.</source>
            <translation>没有可撤销的操作。</translation>
        </message>
        <message>
            <source>Taken back.</source>
            <translation>已撤销。</translation>
        </message>
        <message>
            <source>Scheduled visit</source>
            <translation>排班</translation>
        </message>
        <message>
            <source>New visit in the schedule</source>
            <translation>新增排班</translation>
        </message>
        <message>
            <source>The visit was changed.</source>
            <translation>排班已修改。</translation>
        </message>
        <message>
            <source>The visit was added.</source>
            <translation>排班已新增。</translation>
        </message>
    </context>
    <context>
        <name>OrderForm</name>
        <message>
            <source>Name, initials or last digits</source>
            <translation>姓名、拼音首字母或证件末位</translation>
        </message>
        <message>
            <source>Recipient</source>
            <translation>救助对象</translation>
        </message>
        <message>
            <source>Items of the plan</source>
            <translation>计划内服务项目</translation>
        </message>
        <message>
            <source>Note for whoever comes</source>
            <translation>给上门人员的提示</translation>
        </message>
        <message>
            <source>The recipient asked for the first one always</source>
            <translation>对象指定由第一位人员上门</translation>
        </message>
        <message>
            <source>Recipients found</source>
            <translation>查到的对象</translation>
        </message>
        <message>
            <source>Day</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Begins</source>
            <translation>开始</translation>
        </message>
        <message>
            <source>Minutes</source>
            <translation>分钟</translation>
        </message>
        <message>
            <source>Nobody yet</source>
            <translation>待定</translation>
        </message>
        <message>
            <source>Nobody else</source>
            <translation>没有第二人</translation>
        </message>
        <message>
            <source>Who comes</source>
            <translation>上门人员</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Nothing speaks against it.</source>
            <translation>没有冲突。</translation>
        </message>
        <message>
            <source>Choose a recipient.</source>
            <translation>请选择救助对象。</translation>
        </message>
        <message>
            <source>This is no day.</source>
            <translation>日期无法识别。</translation>
        </message>
        <message>
            <source>This is no time.</source>
            <translation>时间无法识别。</translation>
        </message>
        <message>
            <source>1 to 1440 minutes.</source>
            <translation>请填 1 至 1440 分钟。</translation>
        </message>
        <message>
            <source>Tick at least one item.</source>
            <translation>请至少勾选一个项目。</translation>
        </message>
        <message>
            <source>Together with</source>
            <translation>同去人员</translation>
        </message>
    </context>
    <context>
        <name>PaperActions</name>
        <message>
            <source>Evidence for an appeal</source>
            <translation>申诉材料</translation>
        </message>
        <message>
            <source>Rectification reply</source>
            <translation>整改回复</translation>
        </message>
        <message>
            <source>The reply is sealed and goes with the next upload.</source>
            <translation>回复已封存，将随下次上报送出。</translation>
        </message>
        <message>
            <source>Upload now</source>
            <translation>立即上报</translation>
        </message>
        <message>
            <source>rectification_reply_{period}</source>
            <translation>整改回复_{period}</translation>
        </message>
        <message>
            <source>appeal_{period}</source>
            <translation>申诉材料_{period}</translation>
        </message>
        <message>
            <source>Save the paper</source>
            <translation>保存材料</translation>
        </message>
        <message numerus="yes">
            <source>%n page(s)</source>
            <translation>
                <numerusform>%n 页</numerusform>
            </translation>
        </message>
        <message>
            <source>{name} saved, {size}</source>
            <translation>{name} 已保存，{size}</translation>
        </message>
        <message>
            <source>Open folder</source>
            <translation>打开文件夹</translation>
        </message>
    </context>
    <context>
        <name>PeopleTab</name>
        <message>
            <source>Recipients</source>
            <extracomment>Milliseconds after the last key before the list is asked for. As many as the service gives at once; beyond it the list says so.</extracomment>
            <translation>救助对象</translation>
        </message>
        <message>
            <source>Nobody is assigned yet</source>
            <translation>还没有救助对象</translation>
        </message>
        <message>
            <source>The bureau assigns recipients to this agency, with a plan for each. They arrive with the next exchange, and wait under Assignments to be accepted.</source>
            <translation>救助对象和服务计划由民政部门派给本机构，下次上报时一并接收，收到后在“派单”中等待接收。</translation>
        </message>
        <message>
            <source>Go to upload</source>
            <translation>去上报</translation>
        </message>
        <message>
            <source>Nobody fits these filters</source>
            <translation>没有符合条件的对象</translation>
        </message>
        <message>
            <source>Type a name, pinyin initials, or the last digits of an id or phone, or widen the filters.</source>
            <translation>可输入姓名、拼音首字母、身份证号或电话末几位，也可放宽筛选条件。</translation>
        </message>
        <message>
            <source>Clear the filters</source>
            <translation>清除筛选</translation>
        </message>
        <message>
            <source>Enter opens a card</source>
            <translation>回车打开详情</translation>
        </message>
        <message>
            <source>Name, initials, id or phone</source>
            <translation>姓名、首字母、证件或电话</translation>
        </message>
        <message>
            <source>Find a recipient</source>
            <translation>查找救助对象</translation>
        </message>
        <message>
            <source>Township</source>
            <translation>乡镇（街道）</translation>
        </message>
        <message>
            <source>All townships</source>
            <translation>全部乡镇</translation>
        </message>
        <message>
            <source>Category</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>All categories</source>
            <translation>全部类别</translation>
        </message>
        <message>
            <source>Self-care</source>
            <translation>自理能力</translation>
        </message>
        <message>
            <source>Any self-care</source>
            <translation>全部自理能力</translation>
        </message>
        <message>
            <source>Behind plan</source>
            <translation>进度落后</translation>
        </message>
        <message>
            <source>Clear</source>
            <translation>清除</translation>
        </message>
        <message>
            <source>The first {count}; narrow the list</source>
            <translation>列出前 {count} 人，请缩小范围</translation>
        </message>
        <message numerus="yes">
            <source>%n recipient(s), {behind} behind plan</source>
            <translation>
                <numerusform>共 %n 人，进度落后 {behind} 人</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>PeopleWords</name>
        <message>
            <source>Name</source>
            <translation>姓名</translation>
        </message>
        <message>
            <source>Id number</source>
            <translation>身份证号</translation>
        </message>
        <message>
            <source>Category</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Self-care</source>
            <translation>自理能力</translation>
        </message>
        <message>
            <source>Township</source>
            <translation>乡镇（街道）</translation>
        </message>
        <message>
            <source>Done / month</source>
            <translation>完成 / 本月</translation>
        </message>
        <message>
            <source>Last visit</source>
            <translation>上次服务</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>{done} done this month, {due} due by today, {planned} in the plan</source>
            <translation>本月已完成 {done} 次，截至今天应完成 {due} 次，计划 {planned} 次</translation>
        </message>
        <message numerus="yes">
            <source>%n visit(s) behind</source>
            <translation>
                <numerusform>差 %n 次</numerusform>
            </translation>
        </message>
        <message>
            <source>On plan</source>
            <translation>按计划</translation>
        </message>
        <message>
            <source>{state} since {since}: nothing is due</source>
            <translation>{since}起{state}，暂不安排服务</translation>
        </message>
        <message>
            <source>{state} from {since} to {until}: nothing is due</source>
            <translation>{since}至{until}{state}，暂不安排服务</translation>
        </message>
        <message>
            <source>since {first}</source>
            <translation>自 {first} 起</translation>
        </message>
        <message>
            <source>{first} to {last}</source>
            <translation>{first} 至 {last}</translation>
        </message>
        <message>
            <source>{used}, {left} left</source>
            <translation>{used}，余 {left}</translation>
        </message>
        <message>
            <source>{used} min, {left} left</source>
            <translation>{used} 分钟，余 {left}</translation>
        </message>
        <message>
            <source>When</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>What</source>
            <translation>服务项目</translation>
        </message>
        <message>
            <source>Who</source>
            <translation>服务人员</translation>
        </message>
        <message>
            <source>{items} (corrected)</source>
            <translation>{items}（已更正）</translation>
        </message>
        <message>
            <source>From</source>
            <translation>开始</translation>
        </message>
        <message>
            <source>Until</source>
            <translation>结束</translation>
        </message>
        <message>
            <source>open</source>
            <translation>长期</translation>
        </message>
        <message>
            <source>Visits a month</source>
            <translation>每月次数</translation>
        </message>
        <message>
            <source>Issued</source>
            <translation>下达时间</translation>
        </message>
    </context>
    <context>
        <name>PersonCard</name>
        <message>
            <source>Plan</source>
            <translation>服务计划</translation>
        </message>
        <message>
            <source>Time line</source>
            <translation>服务经过</translation>
        </message>
        <message>
            <source>Id number</source>
            <translation>身份证号</translation>
        </message>
        <message>
            <source>Phone</source>
            <translation>电话</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>住址</translation>
        </message>
        <message>
            <source>Assigned</source>
            <translation>派单期限</translation>
        </message>
        <message>
            <source>Show id, phone and address…</source>
            <translation>显示证件号、电话和住址</translation>
        </message>
        <message>
            <source>The bureau has given no plan.</source>
            <translation>民政部门尚未下达服务计划。</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>进度</translation>
        </message>
        <message>
            <source>Nothing has happened yet.</source>
            <translation>还没有记录。</translation>
        </message>
        <message>
            <source>Record a call</source>
            <translation>登记回访</translation>
        </message>
        <message>
            <source>Report a need</source>
            <translation>上报需求</translation>
        </message>
        <message>
            <source>Complaint</source>
            <translation>投诉</translation>
        </message>
        <message>
            <source>Incident</source>
            <translation>突发情况</translation>
        </message>
        <message>
            <source>Consents, copy of the data…</source>
            <translation>知情同意、资料副本…</translation>
        </message>
    </context>
    <context>
        <name>PersonEditor</name>
        <message>
            <source>Name, initials or digits</source>
            <extracomment>What was typed; the owner answers with :meth:`show_choices`.</extracomment>
            <translation>姓名、拼音首字母或号码</translation>
        </message>
    </context>
    <context>
        <name>PlanTab</name>
        <message>
            <source>Tick the shortest list</source>
            <translation>勾选最短清单</translation>
        </message>
        <message>
            <source>Clear ticks</source>
            <translation>清除勾选</translation>
        </message>
        <message>
            <source>What can be done</source>
            <translation>可以做的事</translation>
        </message>
        <message>
            <source>Do</source>
            <translation>勾选</translation>
        </message>
        <message>
            <source>ticked</source>
            <translation>已勾选</translation>
        </message>
        <message>
            <source>not ticked</source>
            <translation>未勾选</translation>
        </message>
        <message>
            <source>For green</source>
            <translation>转绿</translation>
        </message>
        <message>
            <source>Moves</source>
            <translation>影响指标</translation>
        </message>
        <message>
            <source>Counts until</source>
            <translation>截止</translation>
        </message>
        <message>
            <source>Needed</source>
            <translation>需要</translation>
        </message>
        <message>
            <source>Possible</source>
            <translation>可做</translation>
        </message>
    </context>
    <context>
        <name>PlanWords</name>
        <message>
            <source>{name}: make up one visit that was due</source>
            <extracomment>Names that fit into a sentence about several.</extracomment>
            <translation>{name}：补做服务 1 次</translation>
        </message>
        <message>
            <source>{name}: make one planned visit</source>
            <translation>{name}：完成计划内服务 1 次</translation>
        </message>
        <message>
            <source>{name}: renew {certificate}</source>
            <translation>{name}：更新{certificate}</translation>
        </message>
        <message>
            <source>{name}: close the overdue complaint</source>
            <translation>{name}：办结超时投诉</translation>
        </message>
        <message>
            <source>{who}: complete or correct the record</source>
            <translation>{who}：补齐或更正记录</translation>
        </message>
        <message>
            <source>Visit</source>
            <translation>服务</translation>
        </message>
        <message>
            <source>Correction</source>
            <translation>更正</translation>
        </message>
        <message>
            <source>Certificate</source>
            <translation>证件</translation>
        </message>
        <message>
            <source>Complaint</source>
            <translation>投诉</translation>
        </message>
        <message>
            <source>Arrange</source>
            <translation>去安排</translation>
        </message>
        <message>
            <source>Correct</source>
            <translation>去更正</translation>
        </message>
        <message>
            <source>Record it</source>
            <translation>去登记</translation>
        </message>
        <message>
            <source>Close it</source>
            <translation>去办结</translation>
        </message>
        <message numerus="yes">
            <source>%n more visit(s) by {day}: {who}</source>
            <translation>
                <numerusform>{day}前再做 %n 次服务：{who}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Complete or correct %n record(s): {who}</source>
            <translation>
                <numerusform>补齐或更正 %n 条记录：{who}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Renew the certificates of %n person(s): {who}</source>
            <translation>
                <numerusform>更新 %n 人的证件：{who}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Close %n overdue complaint(s): {who}</source>
            <translation>
                <numerusform>办结 %n 件超时投诉：{who}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{names} and %n more</source>
            <translation>
                <numerusform>{names}等，另有 %n 人</numerusform>
            </translation>
        </message>
        <message>
            <source>Green: nothing is missing</source>
            <translation>绿灯：没有要补的</translation>
        </message>
        <message>
            <source>Too little data for a light yet</source>
            <translation>数据太少，暂时没有灯</translation>
        </message>
        <message>
            <source>Green is out of reach in this period</source>
            <translation>本期已无法转为绿灯</translation>
        </message>
        <message>
            <source>This period has ended</source>
            <translation>本期已结束</translation>
        </message>
        <message numerus="yes">
            <source>%n thing(s) to do to turn green</source>
            <translation>
                <numerusform>转为绿灯还需做 %n 件事</numerusform>
            </translation>
        </message>
        <message>
            <source>Keep logging visits and sending them in time.</source>
            <translation>继续及时录入和上报即可。</translation>
        </message>
        <message>
            <source>The light appears once enough visits of the period are recorded.</source>
            <translation>本期录入的服务足够多以后才有灯。</translation>
        </message>
        <message>
            <source>What is sealed late or corrected now changes the estimate only.</source>
            <translation>现在补封或更正的记录只会改变估算。</translation>
        </message>
        <message>
            <source>Since {day}</source>
            <translation>自{day}起</translation>
        </message>
        <message>
            <source>{name}: the bureau's finding has to be withdrawn first</source>
            <translation>{name}：须民政局先撤销认定</translation>
        </message>
        <message>
            <source>{name}: its second condition cannot be met any more</source>
            <translation>{name}：附加条件已无法满足</translation>
        </message>
        <message>
            <source>{name}: too many points are lost already</source>
            <translation>{name}：失分已太多</translation>
        </message>
        <message>
            <source>{name}: too much has failed already</source>
            <translation>{name}：未达标的已太多</translation>
        </message>
        <message>
            <source>Green</source>
            <translation>绿</translation>
        </message>
        <message>
            <source>Yellow</source>
            <translation>黄</translation>
        </message>
        <message>
            <source>Red</source>
            <translation>红</translation>
        </message>
        <message>
            <source>No data</source>
            <translation>暂无</translation>
        </message>
        <message>
            <source>Left alone</source>
            <translation>不处理</translation>
        </message>
        <message>
            <source>On {day}, if nothing more is done: {light}</source>
            <translation>不再处理，{day}为{light}</translation>
        </message>
        <message>
            <source>; it turns on {day}</source>
            <translation>，{day}起变灯</translation>
        </message>
        <message numerus="yes">
            <source>With the %n visit(s) still to come done: {light}</source>
            <translation>
                <numerusform>余下 %n 次服务都完成，为{light}</numerusform>
            </translation>
        </message>
        <message>
            <source>certificates</source>
            <translation>证件</translation>
        </message>
        <message>
            <source>health certificate</source>
            <translation>健康证</translation>
        </message>
        <message>
            <source>{certificate} ({day})</source>
            <translation>{certificate}（{day}到期）</translation>
        </message>
        <message>
            <source>These turn it; there may be a shorter list.</source>
            <translation>做完即转绿；也许还有更短的清单。</translation>
        </message>
        <message>
            <source>On schedule</source>
            <translation>按排班</translation>
        </message>
        <message>
            <source>On plan</source>
            <translation>按计划</translation>
        </message>
        <message>
            <source>The fewest things that turn it as of {day}; keep to the schedule afterwards. Tick what you mean to do.</source>
            <translation>按{day}的情况，至少做这些即可转绿，之后仍须按计划服务。请勾选打算做的。</translation>
        </message>
    </context>
    <context>
        <name>PrintForm</name>
        <message>
            <source>Dispatch sheets: one page for each staff member</source>
            <translation>派工单：每人一页</translation>
        </message>
        <message>
            <source>Visit sheets: filled in, with a code to recognise them by</source>
            <translation>服务记录单：已预填，带识别码</translation>
        </message>
        <message>
            <source>Visit sheets: blank</source>
            <translation>服务记录单：空白</translation>
        </message>
        <message>
            <source>Everybody</source>
            <translation>全部人员</translation>
        </message>
        <message>
            <source>Day</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>For whom</source>
            <translation>人员</translation>
        </message>
        <message>
            <source>Paper</source>
            <translation>单据</translation>
        </message>
        <message>
            <source>The papers show names, addresses and telephone numbers; that they were written is noted.</source>
            <translation>单据上有姓名、住址和电话，打印会留下记录。</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Save as PDF…</source>
            <translation>存为 PDF…</translation>
        </message>
        <message>
            <source>This is no day.</source>
            <translation>日期无法识别。</translation>
        </message>
    </context>
    <context>
        <name>ProgressStrip</name>
        <message>
            <source>Cancel</source>
            <extracomment>Room above the bars for the figure, below for the name (dp). No period takes more room than this (dp): few periods stand together at the left.</extracomment>
            <translation>取消</translation>
        </message>
    </context>
    <context>
        <name>QuickEntry</name>
        <message>
            <source>Choices</source>
            <extracomment>Rows fetched at once, and pages kept: enough to scroll back a while without asking again. Expected visits named below the grid. Drafts sealed between two reports of progress.</extracomment>
            <translation>候选</translation>
        </message>
        <message>
            <source>Visits being entered</source>
            <translation>正在录入的服务记录</translation>
        </message>
        <message>
            <source>Checking and sealing</source>
            <translation>正在核对并封存</translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) sealed.</source>
            <translation>
                <numerusform>已封存 %n 条。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n held back, the reasons stand in the lines.</source>
            <translation>
                <numerusform>%n 条未通过，原因见行内。</numerusform>
            </translation>
        </message>
        <message>
            <source>{sealed} {held}</source>
            <translation>{sealed}{held}</translation>
        </message>
        <message>
            <source>Show the first</source>
            <translation>看第一条</translation>
        </message>
        <message numerus="yes">
            <source>%n line(s) pasted.</source>
            <translation>
                <numerusform>已粘贴 %n 行。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n cell(s) were not understood and left as they were; the first is “{text}”.</source>
            <translation>
                <numerusform>%n 个单元格认不出，未改动；第一个是“{text}”。</numerusform>
            </translation>
        </message>
        <message>
            <source>{pasted} {unread}</source>
            <translation>{pasted}{unread}</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>Same as above</source>
            <translation>同上</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>重做</translation>
        </message>
        <message>
            <source>Give a reason</source>
            <translation>填原因</translation>
        </message>
        <message>
            <source>Go to the finding</source>
            <translation>转到有问题的单元格</translation>
        </message>
        <message>
            <source>Remove the line</source>
            <translation>删除本行</translation>
        </message>
        <message>
            <source>Nobody at home</source>
            <translation>未遇见本人</translation>
        </message>
        <message>
            <source>Visit refused</source>
            <translation>对方拒绝服务</translation>
        </message>
        <message>
            <source>Same reason as last time</source>
            <translation>沿用上次原因</translation>
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
        <name>RatingColumns</name>
        <message>
            <source>Indicator</source>
            <translation>指标</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>This period</source>
            <translation>本期</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>数值</translation>
        </message>
        <message>
            <source>Green line</source>
            <translation>绿灯线</translation>
        </message>
        <message>
            <source>Distance</source>
            <translation>差距</translation>
        </message>
        <message>
            <source>12 months</source>
            <translation>近 12 月</translation>
        </message>
        <message>
            <source>Records</source>
            <translation>看记录</translation>
        </message>
    </context>
    <context>
        <name>RatingPage</name>
        <message>
            <source>Rules…</source>
            <extracomment>Certificates that run out within so many days are named in the steps. Errors that mean there is nothing to rate with yet, rather than that something went wrong. Where other pages lead by ``Destination("rating", &lt;one of these&gt;, "tab")``.</extracomment>
            <translation>评级规则</translation>
        </message>
        <message>
            <source>Period</source>
            <translation>评级周期</translation>
        </message>
        <message>
            <source>Estimate</source>
            <translation>本机估算</translation>
        </message>
        <message>
            <source>As published</source>
            <translation>民政局公布</translation>
        </message>
        <message>
            <source>Differences</source>
            <translation>不同之处</translation>
        </message>
        <message>
            <source>Records behind the indicator</source>
            <translation>查看指标背后的记录</translation>
        </message>
        <message>
            <source>Rules in plain words</source>
            <translation>评级规则</translation>
        </message>
        <message>
            <source>No rules to rate by yet</source>
            <translation>还没有评级规则</translation>
        </message>
        <message>
            <source>The bureau publishes the rules and its ratings. They arrive with the next exchange; then this page shows the official light, this PC's estimate, and what is missing to green.</source>
            <translation>评级规则和评级结果由民政局发布，下次上报时一并接收。收到后，这里显示公布的评级、本机的估算，以及离绿灯还差什么。</translation>
        </message>
        <message>
            <source>Go to upload</source>
            <translation>去上报</translation>
        </message>
        <message>
            <source>Choose a period</source>
            <translation>选择评级周期</translation>
        </message>
        <message>
            <source>What to do to turn green</source>
            <translation>怎样转为绿灯</translation>
        </message>
        <message>
            <source>Who costs the light what</source>
            <translation>涉及谁</translation>
        </message>
        <message>
            <source>Lights of past periods</source>
            <translation>往期评级</translation>
        </message>
        <message>
            <source>Tick the shortest list</source>
            <translation>勾选最短清单</translation>
        </message>
        <message>
            <source>Reply…</source>
            <translation>整改回复…</translation>
        </message>
        <message>
            <source>Appeal…</source>
            <translation>申诉材料…</translation>
        </message>
        <message>
            <source>Reply to the light…</source>
            <translation>整改回复…</translation>
        </message>
        <message>
            <source>Evidence for an appeal…</source>
            <translation>申诉材料…</translation>
        </message>
    </context>
    <context>
        <name>RatingPanels</name>
        <message>
            <source>Published: {value}, green line {bound}</source>
            <translation>民政局公布 {value}，绿灯线 {bound}</translation>
        </message>
        <message>
            <source>Recomputed light</source>
            <translation>重算评级</translation>
        </message>
        <message>
            <source>Estimate: {value}, green line {bound}</source>
            <translation>本机估算 {value}，绿灯线 {bound}</translation>
        </message>
        <message>
            <source>By recipient</source>
            <translation>按救助对象</translation>
        </message>
        <message>
            <source>By staff member</source>
            <translation>按服务人员</translation>
        </message>
        <message>
            <source>Rules in plain words</source>
            <translation>评级规则</translation>
        </message>
    </context>
    <context>
        <name>RatingTables</name>
        <message>
            <source>View</source>
            <extracomment>Ten indicators fit into the window at 1366×768. Height in dp below which the page scrolls rather than squeeze the table.</extracomment>
            <translation>查看</translation>
        </message>
        <message>
            <source>Estimate</source>
            <translation>本机估算</translation>
        </message>
        <message>
            <source>As published</source>
            <translation>民政局公布</translation>
        </message>
        <message>
            <source>Differences</source>
            <translation>不同之处</translation>
        </message>
        <message>
            <source>Indicators of the estimate</source>
            <translation>本机估算的各项指标</translation>
        </message>
        <message>
            <source>Indicators as published</source>
            <translation>民政局公布的各项指标</translation>
        </message>
        <message>
            <source>To green</source>
            <translation>怎样转绿</translation>
        </message>
        <message>
            <source>Who</source>
            <translation>涉及谁</translation>
        </message>
        <message>
            <source>History</source>
            <translation>历史</translation>
        </message>
        <message>
            <source>What can be done, and what it does to the light</source>
            <translation>可以做的事，以及对评级的影响</translation>
        </message>
        <message>
            <source>What each person costs the light</source>
            <translation>每个人对评级的影响</translation>
        </message>
    </context>
    <context>
        <name>RatingWords</name>
        <message>
            <source>Green</source>
            <extracomment>What stands for a figure that there is none of.</extracomment>
            <translation>绿</translation>
        </message>
        <message>
            <source>Yellow</source>
            <translation>黄</translation>
        </message>
        <message>
            <source>Red</source>
            <translation>红</translation>
        </message>
        <message>
            <source>No data</source>
            <translation>暂无</translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) short</source>
            <translation>
                <numerusform>差 %n 条</numerusform>
            </translation>
        </message>
        <message>
            <source>out of reach</source>
            <translation>已无法达到</translation>
        </message>
        <message numerus="yes">
            <source>%n visit(s) short</source>
            <translation>
                <numerusform>差 %n 次</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more good one(s)</source>
            <translation>
                <numerusform>还需 %n 条合格</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n to renew</source>
            <translation>
                <numerusform>%n 人证件待更新</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n to close</source>
            <translation>
                <numerusform>%n 件待办结</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n indicator(s) differ here</source>
            <translation>
                <numerusform>与本机估算有 %n 项不同</numerusform>
            </translation>
        </message>
        <message>
            <source>the same here</source>
            <translation>与本机估算一致</translation>
        </message>
        <message>
            <source>Published {day}; {same}</source>
            <translation>{day}公布，{same}</translation>
        </message>
        <message numerus="yes">
            <source>%n green</source>
            <translation>
                <numerusform>%n 项绿</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n yellow</source>
            <translation>
                <numerusform>%n 项黄</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n red</source>
            <translation>
                <numerusform>%n 项红</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n without data</source>
            <translation>
                <numerusform>%n 项暂无数据</numerusform>
            </translation>
        </message>
        <message>
            <source>{first} to {last}, ended</source>
            <translation>{first}至{last}，已结束</translation>
        </message>
        <message numerus="yes">
            <source>Day {day}, %n day(s) left</source>
            <translation>
                <numerusform>第 {day} 天，还剩 %n 天</numerusform>
            </translation>
        </message>
        <message>
            <source>Published {day}</source>
            <translation>{day}公布</translation>
        </message>
        <message>
            <source>Day {day}, the last one</source>
            <translation>第 {day} 天，最后一天</translation>
        </message>
    </context>
    <context>
        <name>ReceiptList</name>
        <message>
            <source>Verified</source>
            <translation>已核验</translation>
        </message>
        <message>
            <source>Does not verify</source>
            <translation>核验不符</translation>
        </message>
        <message>
            <source>Save…</source>
            <translation>保存…</translation>
        </message>
        <message>
            <source>Received</source>
            <translation>接收时间</translation>
        </message>
        <message>
            <source>Up to number</source>
            <translation>截至序号</translation>
        </message>
        <message>
            <source>Records</source>
            <translation>条数</translation>
        </message>
        <message>
            <source>Signature</source>
            <translation>签名</translation>
        </message>
        <message>
            <source>Fingerprint</source>
            <translation>校验值</translation>
        </message>
        <message>
            <source>Receipts</source>
            <translation>回执</translation>
        </message>
        <message>
            <source>No receipts yet</source>
            <translation>还没有回执</translation>
        </message>
        <message>
            <source>For every upload the platform signs a receipt. It proves what was received and when, and anyone can verify it.</source>
            <translation>每次上报后，监管平台都会出具带签名的回执，证明何时收到了什么，任何人都能核验。</translation>
        </message>
    </context>
    <context>
        <name>RecipientCell</name>
        <message>
            <source>Enter choose   Tab fill in   1-9 by number</source>
            <translation>Enter 选定   Tab 按计划补全   1-9 按序号</translation>
        </message>
        <message>
            <source>Nobody is found. Type a name, initials or the last digits of an id.</source>
            <translation>找不到该对象。请输入姓名、首字母或证件尾号。</translation>
        </message>
    </context>
    <context>
        <name>RecipientsPage</name>
        <message>
            <source>Parts</source>
            <translation>栏目</translation>
        </message>
        <message>
            <source>Recipients</source>
            <translation>救助对象</translation>
        </message>
        <message>
            <source>Assignments</source>
            <translation>派单</translation>
        </message>
        <message>
            <source>Staff</source>
            <translation>服务人员</translation>
        </message>
        <message>
            <source>Accept</source>
            <translation>接收</translation>
        </message>
        <message>
            <source>Decline…</source>
            <translation>谢绝…</translation>
        </message>
        <message>
            <source>Import a roster…</source>
            <translation>导入花名册</translation>
        </message>
        <message>
            <source>Add staff</source>
            <translation>添加人员</translation>
        </message>
        <message>
            <source>Accept the selected assignments</source>
            <translation>接收所选派单</translation>
        </message>
        <message>
            <source>Decline the selected assignments</source>
            <translation>谢绝所选派单</translation>
        </message>
        <message>
            <source>Find</source>
            <translation>查找</translation>
        </message>
        <message>
            <source>Only those behind plan</source>
            <translation>只看进度落后的</translation>
        </message>
        <message>
            <source>Import a roster</source>
            <translation>导入花名册</translation>
        </message>
        <message numerus="yes">
            <source>Accept %n</source>
            <translation>
                <numerusform>接收 %n 单</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n assignment(s) accepted.</source>
            <translation>
                <numerusform>已接收 %n 单，随下次上报发送。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Decline %n assignment(s)</source>
            <translation>
                <numerusform>谢绝 %n 单</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n assignment(s) declined.</source>
            <translation>
                <numerusform>已谢绝 %n 单，随下次上报发送。</numerusform>
            </translation>
        </message>
        <message>
            <source>To upload</source>
            <translation>去上报</translation>
        </message>
        <message>
            <source>{name} saved.</source>
            <translation>{name}已保存。</translation>
        </message>
        <message>
            <source>{name}: nothing changed.</source>
            <translation>{name}没有改动。</translation>
        </message>
        <message>
            <source>Needs, calls, complaints</source>
            <translation>线索·回访·投诉</translation>
        </message>
        <message>
            <source>Report an incident</source>
            <translation>报告突发情况</translation>
        </message>
        <message>
            <source>Record a complaint</source>
            <translation>登记投诉</translation>
        </message>
        <message>
            <source>Report a need</source>
            <translation>上报需求线索</translation>
        </message>
        <message>
            <source>Record a call</source>
            <translation>登记回访</translation>
        </message>
    </context>
    <context>
        <name>RecomputedPanel</name>
        <message>
            <source>{period} by rules {version}, from the records as they stood when it was published.</source>
            <translation>{period}，按规则 {version} 版和公布时的记录重算。</translation>
        </message>
        <message>
            <source>Stated and recomputed</source>
            <translation>公布与重算</translation>
        </message>
        <message>
            <source>Equal: {light}, and every figure as stated.</source>
            <translation>一致：{light}，每项数据都与公布相同。</translation>
        </message>
        <message>
            <source>Different: stated {stated}, recomputed {recomputed}.</source>
            <translation>不同：公布为{stated}，重算为{recomputed}。</translation>
        </message>
        <message>
            <source>Cannot be recomputed: content of that period was erased since.</source>
            <translation>无法重算：该期的部分内容此后已删除。</translation>
        </message>
        <message>
            <source>Cannot be recomputed: the rules of then are not kept here.</source>
            <translation>无法重算：本机没有当时的规则。</translation>
        </message>
        <message>
            <source>Indicator</source>
            <translation>指标</translation>
        </message>
        <message>
            <source>Stated</source>
            <translation>公布</translation>
        </message>
        <message>
            <source>Recomputed</source>
            <translation>重算</translation>
        </message>
        <message>
            <source>Equal</source>
            <translation>一致</translation>
        </message>
        <message>
            <source>Different</source>
            <translation>不同</translation>
        </message>
    </context>
    <context>
        <name>RecordFilters</name>
        <message>
            <source>Name, initials, id or phone</source>
            <extracomment>Milliseconds after the last key before the list is asked for.</extracomment>
            <translation>姓名、首字母、证件或电话</translation>
        </message>
        <message>
            <source>Find a recipient</source>
            <translation>查找救助对象</translation>
        </message>
        <message>
            <source>Clear</source>
            <translation>清除</translation>
        </message>
        <message>
            <source>Month</source>
            <translation>月份</translation>
        </message>
        <message>
            <source>All months</source>
            <translation>全部月份</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>All states</source>
            <translation>全部状态</translation>
        </message>
        <message>
            <source>Finding</source>
            <translation>核对问题</translation>
        </message>
        <message>
            <source>All findings</source>
            <translation>全部问题</translation>
        </message>
        <message>
            <source>Staff</source>
            <translation>服务人员</translation>
        </message>
        <message>
            <source>All staff</source>
            <translation>全部人员</translation>
        </message>
        <message>
            <source>Item</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>All items</source>
            <translation>全部项目</translation>
        </message>
        <message>
            <source>Capture</source>
            <translation>采集方式</translation>
        </message>
        <message>
            <source>Captured in any way</source>
            <translation>全部采集方式</translation>
        </message>
        <message>
            <source>Evidence</source>
            <translation>凭证</translation>
        </message>
        <message>
            <source>With and without evidence</source>
            <translation>有无凭证均可</translation>
        </message>
        <message>
            <source>Order</source>
            <translation>排序</translation>
        </message>
        <message>
            <source>Newest first</source>
            <translation>最新在前</translation>
        </message>
        <message>
            <source>Oldest first</source>
            <translation>最早在前</translation>
        </message>
        <message>
            <source>Longest first</source>
            <translation>时长从长到短</translation>
        </message>
        <message>
            <source>Shortest first</source>
            <translation>时长从短到长</translation>
        </message>
        <message>
            <source>By recipient</source>
            <translation>按救助对象</translation>
        </message>
        <message>
            <source>Without evidence</source>
            <translation>没有凭证</translation>
        </message>
    </context>
    <context>
        <name>RecordList</name>
        <message>
            <source>All records</source>
            <extracomment>Drafts sealed between two reports of progress.</extracomment>
            <translation>全部记录</translation>
        </message>
        <message>
            <source>No visit fits</source>
            <translation>没有符合条件的记录</translation>
        </message>
        <message>
            <source>Every visit that was entered or imported stands here. Widen the filters to see more.</source>
            <translation>录入和导入的记录都在这里。放宽筛选条件可看到更多。</translation>
        </message>
        <message>
            <source>Clear the filters</source>
            <translation>清除筛选</translation>
        </message>
        <message>
            <source>Seal the selected drafts</source>
            <translation>封存选中的草稿</translation>
        </message>
        <message numerus="yes">
            <source>%n record(s) sealed.</source>
            <translation>
                <numerusform>已封存 %n 条。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n held back; Enter shows why.</source>
            <translation>
                <numerusform>%n 条未通过，按 Enter 看原因。</numerusform>
            </translation>
        </message>
        <message>
            <source>{sealed} {held}</source>
            <translation>{sealed}{held}</translation>
        </message>
        <message>
            <source>{count} records</source>
            <translation>共 {count} 条</translation>
        </message>
        <message numerus="yes">
            <source>Check and seal %n selected</source>
            <translation>
                <numerusform>核对并封存选中的 %n 条</numerusform>
            </translation>
        </message>
        <message>
            <source>Enter opens a record; Shift selects several</source>
            <translation>Enter 打开，Shift 可多选</translation>
        </message>
        <message>
            <source>Seal all drafts shown</source>
            <translation>封存所列全部草稿</translation>
        </message>
        <message>
            <source>Export what is shown…</source>
            <translation>导出所列记录…</translation>
        </message>
        <message>
            <source>Export with names in full…</source>
            <translation>导出完整姓名…</translation>
        </message>
        <message>
            <source>Checking and sealing</source>
            <translation>正在核对并封存</translation>
        </message>
        <message>
            <source>Visits {month}</source>
            <translation>服务记录 {month}</translation>
        </message>
        <message>
            <source>Export what is shown</source>
            <translation>导出所列记录</translation>
        </message>
        <message>
            <source>Exporting</source>
            <translation>正在导出</translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) written to {name}.</source>
            <translation>
                <numerusform>已将 %n 行写入 {name}。</numerusform>
            </translation>
        </message>
        <message>
            <source>{count} records, too many for this order: newest first</source>
            <translation>共 {count} 条，数量过多无法按此排序：最新在前</translation>
        </message>
    </context>
    <context>
        <name>RecordsPanel</name>
        <message>
            <source>No records</source>
            <translation>没有记录</translation>
        </message>
        <message>
            <source>Nothing is counted here yet.</source>
            <translation>本期还没有计入这项指标的记录。</translation>
        </message>
        <message>
            <source>The first {shown} of {total}, failing first</source>
            <translation>共 {total} 条，列出前 {shown} 条，未达标的在前</translation>
        </message>
        <message numerus="yes">
            <source>%n in all, {failing} failing</source>
            <translation>
                <numerusform>共 %n 条，未达标 {failing} 条</numerusform>
            </translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Recipient</source>
            <translation>对象</translation>
        </message>
        <message>
            <source>Done / due</source>
            <translation>完成 / 应完成</translation>
        </message>
        <message>
            <source>Short</source>
            <translation>差</translation>
        </message>
        <message>
            <source>Day</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Items</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Minutes</source>
            <translation>分钟</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>姓名</translation>
        </message>
        <message>
            <source>Fails</source>
            <translation>未达标</translation>
        </message>
        <message>
            <source>Counts</source>
            <translation>达标</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>打开</translation>
        </message>
        <message numerus="yes">
            <source>%n visit(s)</source>
            <translation>
                <numerusform>%n 次</numerusform>
            </translation>
        </message>
        <message>
            <source>Records</source>
            <translation>记录</translation>
        </message>
        <message>
            <source>Costs</source>
            <translation>缺</translation>
        </message>
    </context>
    <context>
        <name>RecoveryPart</name>
        <message>
            <source>yes, on this PC under your account</source>
            <extracomment>What was just set, kept until its sheet is written or the part is left.</extracomment>
            <translation>可以，限本机当前账户</translation>
        </message>
        <message>
            <source>no</source>
            <translation>不可以</translation>
        </message>
        <message>
            <source>never</source>
            <translation>从未</translation>
        </message>
        <message>
            <source>yes, on any PC</source>
            <translation>可以，任何电脑</translation>
        </message>
        <message>
            <source>Only the keyring of this PC opens the data. If the PC breaks, no backup can be opened: set a passphrase and lock its sheet away.</source>
            <translation>目前只有本机密钥环能打开数据。电脑一旦损坏，备份也无法打开：请设置数据口令，并将保管单锁好。</translation>
        </message>
        <message>
            <source>Nobody has shown for a quarter that the passphrase is at hand. Check it below.</source>
            <translation>已超过一个季度没有核对数据口令，请在下方核对。</translation>
        </message>
        <message>
            <source>Not the same: type it from the paper, sign by sign.</source>
            <translation>与上面不一致：请对照纸上的口令逐字输入。</translation>
        </message>
        <message>
            <source>Yes, write everything anew</source>
            <translation>确认，全部重新加密</translation>
        </message>
        <message>
            <source>Another database key…</source>
            <translation>更换数据库密钥…</translation>
        </message>
        <message>
            <source>Writing everything anew under another key</source>
            <translation>正在用新密钥重新加密全部数据</translation>
        </message>
        <message>
            <source>What opens these data</source>
            <translation>打开数据的方式</translation>
        </message>
        <message>
            <source>Keyring</source>
            <translation>密钥环</translation>
        </message>
        <message>
            <source>Passphrase</source>
            <translation>口令</translation>
        </message>
        <message>
            <source>Passphrase last shown to be at hand</source>
            <translation>上次核对口令</translation>
        </message>
        <message>
            <source>Let the keyring of this PC open them as well</source>
            <translation>同时允许本机密钥环打开</translation>
        </message>
        <message>
            <source>Recovery passphrase</source>
            <translation>数据口令</translation>
        </message>
        <message>
            <source>It opens the data and every backup on any PC. Whoever has it has everything: it belongs on paper, in a safe.</source>
            <translation>凭它可在任何电脑上打开数据和全部备份。谁拿到它就拿到全部数据：应写在纸上，锁进保险柜。</translation>
        </message>
        <message>
            <source>New &amp;passphrase</source>
            <translation>新口令(&amp;P)</translation>
        </message>
        <message>
            <source>Let the program make one, or think of several words that have nothing in common.</source>
            <translation>可由程序生成，或用几个互不相关的词。</translation>
        </message>
        <message>
            <source>Type it &amp;back from the paper</source>
            <translation>对照纸上再输一遍(&amp;B)</translation>
        </message>
        <message>
            <source>Copying it over proves nothing.</source>
            <translation>直接复制粘贴起不到核对作用。</translation>
        </message>
        <message>
            <source>Make one</source>
            <translation>生成口令</translation>
        </message>
        <message>
            <source>Set the passphrase</source>
            <translation>设置口令</translation>
        </message>
        <message>
            <source>Recovery sheet as PDF…</source>
            <translation>生成保管单 PDF…</translation>
        </message>
        <message>
            <source>Each quarter</source>
            <translation>季度核对</translation>
        </message>
        <message>
            <source>Passphrase from the &amp;sheet</source>
            <translation>保管单上的口令(&amp;S)</translation>
        </message>
        <message>
            <source>Fetch the sheet, type the passphrase, and lock the sheet away again.</source>
            <translation>取出保管单，输入口令核对，再锁好保管单。</translation>
        </message>
        <message>
            <source>Check</source>
            <translation>核对</translation>
        </message>
        <message>
            <source>Database key</source>
            <translation>数据库密钥</translation>
        </message>
        <message>
            <source>After a PC was lost, or somebody who had its keys has left: everything is written anew under another key. A power cut on the way does no harm.</source>
            <translation>电脑遗失或掌握密钥的人离职后，可用新密钥重新加密全部数据。中途断电不会损坏数据。</translation>
        </message>
        <message>
            <source>Write it down now; it is shown this once.</source>
            <translation>请立即抄写在纸上，口令只显示这一次。</translation>
        </message>
        <message>
            <source>The passphrase is set. Print its sheet, and make a backup that it opens.</source>
            <translation>口令已设置。请打印保管单，并重新做一次备份。</translation>
        </message>
        <message>
            <source>Print the sheet now, then delete the file.</source>
            <translation>请立即打印保管单，然后删除该文件。</translation>
        </message>
        <message>
            <source>It opens the data. Lock the sheet away again.</source>
            <translation>口令正确，请将保管单重新锁好。</translation>
        </message>
        <message>
            <source>From now on the keyring opens these data.</source>
            <translation>今后密钥环可以打开数据。</translation>
        </message>
        <message>
            <source>The keyring did not take the keys.</source>
            <translation>密钥环未能保存密钥。</translation>
        </message>
        <message>
            <source>Everything is written under another key. Make a backup now.</source>
            <translation>已用新密钥重新加密全部数据，请现在做一次备份。</translation>
        </message>
    </context>
    <context>
        <name>ReplyForm</name>
        <message>
            <source>Why it came to this</source>
            <extracomment>Milliseconds after the last key before what was typed is saved.</extracomment>
            <translation>原因分析</translation>
        </message>
        <message>
            <source>What is done about it</source>
            <translation>整改措施</translation>
        </message>
        <message>
            <source>Done by</source>
            <translation>完成期限</translation>
        </message>
        <message>
            <source>Day as 2027-06-11 or 20270611</source>
            <translation>日期如 2027-06-11 或 20270611</translation>
        </message>
        <message>
            <source>Who answers for it</source>
            <translation>责任人</translation>
        </message>
        <message>
            <source>Answers {light} of {period}, published {day} (notice no. {notice})</source>
            <translation>回复{period}{light}，{day}公布（通知第 {notice} 号）</translation>
        </message>
        <message>
            <source>Veto: {reason}</source>
            <translation>一票否决：{reason}</translation>
        </message>
        <message>
            <source>A reply was sealed on {day}: {state}</source>
            <translation>已于 {day}封存一份回复：{state}</translation>
        </message>
        <message>
            <source>named</source>
            <translation>涉及</translation>
        </message>
        <message>
            <source>not named</source>
            <translation>不涉及</translation>
        </message>
        <message>
            <source>Day</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Recipient</source>
            <translation>对象</translation>
        </message>
        <message>
            <source>Items</source>
            <translation>服务项目</translation>
        </message>
        <message>
            <source>Records that the reply names</source>
            <translation>回复涉及的记录</translation>
        </message>
        <message>
            <source>Save as PDF…</source>
            <translation>存为 PDF…</translation>
        </message>
        <message>
            <source>Seal and upload</source>
            <translation>封存并上报</translation>
        </message>
        <message numerus="yes">
            <source>{named} of %n record(s) named in the reply</source>
            <translation>
                <numerusform>%n 条未达标记录，回复涉及 {named} 条</numerusform>
            </translation>
        </message>
        <message>
            <source>Type the day by which it is done.</source>
            <translation>请填写完成期限。</translation>
        </message>
    </context>
    <context>
        <name>ReportsPage</name>
        <message>
            <source>Month</source>
            <extracomment>The tab of the settlement; the others are parts of the summary. The tables are never lower than a few rows (dp); below that the page scrolls.</extracomment>
            <translation>月份</translation>
        </message>
        <message>
            <source>Save as Excel…</source>
            <translation>存为 Excel…</translation>
        </message>
        <message>
            <source>Save as PDF…</source>
            <translation>存为 PDF…</translation>
        </message>
        <message>
            <source>Visits done</source>
            <translation>完成服务</translation>
        </message>
        <message>
            <source>Time served</source>
            <translation>服务时长</translation>
        </message>
        <message>
            <source>People served</source>
            <translation>服务对象</translation>
        </message>
        <message>
            <source>Not done</source>
            <translation>未完成</translation>
        </message>
        <message>
            <source>By recipient</source>
            <translation>按救助对象</translation>
        </message>
        <message>
            <source>By staff member</source>
            <translation>按服务人员</translation>
        </message>
        <message>
            <source>By item</source>
            <translation>按服务项目</translation>
        </message>
        <message>
            <source>Recipient</source>
            <translation>对象</translation>
        </message>
        <message>
            <source>Category</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Staff member</source>
            <translation>服务人员</translation>
        </message>
        <message>
            <source>Post</source>
            <translation>岗位</translation>
        </message>
        <message>
            <source>Item</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Class</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>No visits yet</source>
            <translation>还没有服务记录</translation>
        </message>
        <message>
            <source>Once visits are sealed, their month can be summed up here, as PDF or for Excel.</source>
            <translation>服务记录封存后，可在这里按月汇总，存为 PDF 或 Excel。</translation>
        </message>
        <message>
            <source>Show full names…</source>
            <translation>显示全名…</translation>
        </message>
        <message>
            <source>{count} minutes</source>
            <translation>{count} 分钟</translation>
        </message>
        <message numerus="yes">
            <source>%n on the list</source>
            <translation>
                <numerusform>名单 %n 人</numerusform>
            </translation>
        </message>
        <message>
            <source>absent or refused</source>
            <translation>不在家或谢绝</translation>
        </message>
        <message>
            <source>Writing {name}</source>
            <translation>正在生成 {name}</translation>
        </message>
        <message>
            <source>month_summary_{month}</source>
            <translation>月度服务汇总_{month}</translation>
        </message>
        <message>
            <source>Save the summary</source>
            <translation>保存汇总</translation>
        </message>
        <message numerus="yes">
            <source>%n page(s)</source>
            <translation>
                <numerusform>%n 页</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n sheet(s)</source>
            <translation>
                <numerusform>%n 张表</numerusform>
            </translation>
        </message>
        <message>
            <source>{name} saved, {size}</source>
            <translation>已保存 {name}，{size}</translation>
        </message>
        <message>
            <source>Open folder</source>
            <translation>打开文件夹</translation>
        </message>
        <message>
            <source>Settlement</source>
            <translation>结算</translation>
        </message>
        <message>
            <source>Settle a month</source>
            <translation>月度结算</translation>
        </message>
        <message>
            <source>settlement_{month}</source>
            <translation>结算表_{month}</translation>
        </message>
        <message>
            <source>Save the settlement</source>
            <translation>保存结算表</translation>
        </message>
    </context>
    <context>
        <name>Restoring</name>
        <message>
            <source>The backup is of another agency than the invitation.</source>
            <translation>备份与邀请不属于同一机构。</translation>
        </message>
        <message>
            <source>The platform has to let this PC in anew: ask the civil affairs office for an invitation. What was uploaded since the backup comes back from there.</source>
            <translation>本机需要重新接入监管平台：请向民政部门索取新的邀请。备份之后已上报的记录会从平台取回。</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>返回</translation>
        </message>
        <message>
            <source>Restore</source>
            <translation>恢复</translation>
        </message>
        <message>
            <source>Opening the backup and checking it</source>
            <translation>正在打开并检查备份</translation>
        </message>
        <message>
            <source>&amp;Backup file</source>
            <translation>备份文件(&amp;B)</translation>
        </message>
        <message>
            <source>On a USB stick, a share or in the folder of backups; its name ends in .carebackup.</source>
            <translation>在 U 盘、共享文件夹或备份文件夹中，文件名以 .carebackup 结尾。</translation>
        </message>
        <message>
            <source>&amp;Passphrase</source>
            <translation>口令(&amp;P)</translation>
        </message>
        <message>
            <source>The office's passphrase, as on its recovery sheet. Empty for a backup of this very PC.</source>
            <translation>机构的口令，见恢复单。本机自己的备份可留空。</translation>
        </message>
        <message>
            <source>Choose the file…</source>
            <translation>选择文件…</translation>
        </message>
        <message>
            <source>Choose the backup</source>
            <translation>选择备份文件</translation>
        </message>
        <message>
            <source>Open the backup</source>
            <translation>打开备份</translation>
        </message>
        <message>
            <source>Made {made}: {entries} sealed entries, {drafts} drafts, all of it checked</source>
            <translation>备份于 {made}：{entries} 条已封存，{drafts} 条草稿，已全部检查</translation>
        </message>
        <message>
            <source>Lost for good if you go on: {drafts} drafts on this PC and {entries} sealed records that were never uploaded. The present data are kept aside as a file.</source>
            <translation>继续后无法找回：本机的 {drafts} 条草稿和 {entries} 条从未上报的已封存记录。现有数据会另存为文件保留。</translation>
        </message>
        <message>
            <source>Lost for good if you go on: whatever was written after {made} and was never uploaded. Present data, if there are any, are kept aside as a file.</source>
            <translation>继续后无法找回：{made} 之后录入且从未上报的内容。现有数据（如有）会另存为文件保留。</translation>
        </message>
        <message>
            <source>Going back to the backup, and asking the platform for what came after it</source>
            <translation>正在恢复备份，并向平台取回其后的记录</translation>
        </message>
        <message>
            <source>{told} {step}</source>
            <translation>{told}{step}</translation>
        </message>
        <message>
            <source>Backups ({patterns})</source>
            <translation>备份文件 ({patterns})</translation>
        </message>
    </context>
    <context>
        <name>RetentionCard</name>
        <message>
            <source>How long records are kept</source>
            <translation>保存期限</translation>
        </message>
        <message>
            <source>Recipient</source>
            <translation>救助对象</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>编号</translation>
        </message>
        <message>
            <source>Last record</source>
            <translation>最后一次记录</translation>
        </message>
        <message>
            <source>Due to go</source>
            <translation>到期名单</translation>
        </message>
        <message>
            <source>{count} people: nothing was recorded of them for {years} years. Erase them below.</source>
            <translation>有 {count} 人已满 {years} 年没有新的记录，可在下方删除其个人信息。</translation>
        </message>
        <message>
            <source>Records are kept for {years} years after the last. The next are due on {day}.</source>
            <translation>记录在最后一次服务后保存 {years} 年，最近一批将于 {day} 到期。</translation>
        </message>
        <message>
            <source>Records are kept for {years} years after the last; everybody here is served now.</source>
            <translation>记录在最后一次服务后保存 {years} 年；目前所有人都在服务中。</translation>
        </message>
    </context>
    <context>
        <name>ReturnedList</name>
        <message>
            <source>Correct</source>
            <translation>更正</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>Records</source>
            <translation>条数</translation>
        </message>
        <message>
            <source>Reasons</source>
            <translation>退回原因</translation>
        </message>
        <message>
            <source>Recipient</source>
            <translation>对象</translation>
        </message>
        <message>
            <source>Date</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Items</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Staff</source>
            <translation>服务人员</translation>
        </message>
        <message>
            <source>Without a late mark until</source>
            <translation>更正期限</translation>
        </message>
        <message>
            <source>Returned records</source>
            <translation>退回的记录</translation>
        </message>
        <message>
            <source>What the regulator says</source>
            <translation>民政部门意见</translation>
        </message>
        <message>
            <source>Nothing came back</source>
            <translation>没有退回的记录</translation>
        </message>
        <message>
            <source>Records that the regulator returns appear here, those with the same reason together, in the regulator's own words.</source>
            <translation>被退回的记录列在这里，原因相同的归在一起，并附民政部门的原话。</translation>
        </message>
        <message>
            <source>Correct all alike</source>
            <translation>批量更正同类</translation>
        </message>
    </context>
    <context>
        <name>RevealForm</name>
        <message>
            <source>Check an identity document</source>
            <translation>核对证件</translation>
        </message>
        <message>
            <source>Telephone the recipient</source>
            <translation>电话联系对象</translation>
        </message>
        <message>
            <source>Prepare a visit</source>
            <translation>准备上门服务</translation>
        </message>
        <message>
            <source>Answer the bureau</source>
            <translation>答复民政部门</translation>
        </message>
        <message>
            <source>Choose or type a reason</source>
            <translation>选择或填写原因</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>Why is it needed?</source>
            <translation>为什么要查看？</translation>
        </message>
        <message>
            <source>Who looked, when and why is logged.</source>
            <translation>谁在何时因何查看，会留下记录。</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>显示</translation>
        </message>
        <message>
            <source>Choose a reason first.</source>
            <translation>请先填写原因。</translation>
        </message>
    </context>
    <context>
        <name>RevealStrip</name>
        <message>
            <source>Why do you need full names?</source>
            <translation>请填写查看全名的原因</translation>
        </message>
        <message>
            <source>Reason for seeing full names; it is kept in the audit trail</source>
            <translation>查看全名的原因，将记入操作日志</translation>
        </message>
        <message>
            <source>Show full names…</source>
            <translation>显示全名…</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>显示</translation>
        </message>
        <message>
            <source>Mask names again</source>
            <translation>重新遮盖姓名</translation>
        </message>
    </context>
    <context>
        <name>RightsForm</name>
        <message>
            <source>Consent</source>
            <translation>知情同意</translation>
        </message>
        <message>
            <source>Each purpose by itself. What is noted stays; taking back is a line of its own.</source>
            <translation>各事项分别征求。已登记的不会改动，撤回同意另记一条。</translation>
        </message>
        <message>
            <source>&amp;Day</source>
            <translation>日期(&amp;D)</translation>
        </message>
        <message>
            <source>&amp;By whom</source>
            <translation>由谁同意(&amp;B)</translation>
        </message>
        <message>
            <source>&amp;How</source>
            <translation>形式(&amp;H)</translation>
        </message>
        <message>
            <source>Copy of the data</source>
            <translation>资料副本</translation>
        </message>
        <message>
            <source>A zip with everything kept of this person, readable by people and programs. It is not encrypted: hand it to the person, and delete it here.</source>
            <translation>将本人在本机的全部资料写成一个压缩包，人和软件都能读取。文件未加密：交给本人后，请从电脑上删除。</translation>
        </message>
        <message>
            <source>The person asked for it</source>
            <translation>本人要求</translation>
        </message>
        <message>
            <source>The guardian asked for it</source>
            <translation>监护人要求</translation>
        </message>
        <message>
            <source>&amp;Why is it needed?</source>
            <translation>为何需要(&amp;W)</translation>
        </message>
        <message>
            <source>Who took a copy, when and why is logged.</source>
            <translation>何人、何时、为何导出，都会记入日志。</translation>
        </message>
        <message>
            <source>Write the copy…</source>
            <translation>生成副本…</translation>
        </message>
        <message>
            <source>Agreed</source>
            <translation>同意</translation>
        </message>
        <message>
            <source>Taken back</source>
            <translation>撤回</translation>
        </message>
        <message>
            <source>not asked</source>
            <translation>未征求</translation>
        </message>
        <message>
            <source>taken back {day}</source>
            <translation>{day} 撤回</translation>
        </message>
        <message>
            <source>Choose a reason first.</source>
            <translation>请先选择理由。</translation>
        </message>
        <message>
            <source>The copy is written: {visits} versions of visits, {files} files</source>
            <translation>副本已生成：服务记录 {visits} 个版本，佐证文件 {files} 个</translation>
        </message>
        <message>
            <source>An authority asked for it</source>
            <translation>主管部门要求</translation>
        </message>
    </context>
    <context>
        <name>RulesPanel</name>
        <message>
            <source>Version {version}, in force since {first}</source>
            <extracomment>Letters of all bands of an indicator that fit beside each other.</extracomment>
            <translation>版本 {version}，自 {first} 起施行</translation>
        </message>
        <message>
            <source>Version {version}, in force from {first} to {last}</source>
            <translation>版本 {version}，{first} 至 {last} 施行</translation>
        </message>
    </context>
    <context>
        <name>RulesPart</name>
        <message>
            <source>No rules yet</source>
            <translation>还没有评级规则</translation>
        </message>
        <message>
            <source>The regulator publishes the rules of the rating; they arrive with the next upload.</source>
            <translation>评级规则由民政部门发布，下次上报时自动下发。</translation>
        </message>
        <message>
            <source>Version {version}, in force since {day}</source>
            <translation>版本 {version}，自 {day} 起施行</translation>
        </message>
        <message>
            <source>Version {version}, in force from {day} to {last}</source>
            <translation>版本 {version}，施行期 {day} 至 {last}</translation>
        </message>
        <message>
            <source>Rules of the rating</source>
            <translation>评级规则</translation>
        </message>
        <message>
            <source>{light} {bound}</source>
            <translation>{light} {bound}</translation>
        </message>
    </context>
    <context>
        <name>SchedulePage</name>
        <message>
            <source>Parts</source>
            <translation>分栏</translation>
        </message>
        <message>
            <source>Week by staff</source>
            <translation>按人员看周</translation>
        </message>
        <message>
            <source>Month by recipient</source>
            <translation>按对象看月</translation>
        </message>
        <message>
            <source>Print…</source>
            <translation>打印…</translation>
        </message>
        <message>
            <source>Make from the plans</source>
            <translation>按计划生成</translation>
        </message>
        <message>
            <source>The week or month before</source>
            <translation>上一周（月）</translation>
        </message>
        <message>
            <source>This week</source>
            <translation>本周</translation>
        </message>
        <message>
            <source>The week or month after</source>
            <translation>下一周（月）</translation>
        </message>
        <message>
            <source>Copy this week</source>
            <translation>复制本周排班</translation>
        </message>
        <message>
            <source>Paste the week here</source>
            <translation>粘贴到这一周</translation>
        </message>
        <message>
            <source>No visit is scheduled this month</source>
            <translation>本月还没有排班</translation>
        </message>
        <message>
            <source>Make the month from the plans</source>
            <translation>按计划生成本月排班</translation>
        </message>
        <message>
            <source>New visit in the schedule</source>
            <translation>新增排班</translation>
        </message>
        <message>
            <source>Move the visit (or M)</source>
            <translation>移动排班（或按 M）</translation>
        </message>
        <message>
            <source>Delete the visit</source>
            <translation>删除排班</translation>
        </message>
        <message>
            <source>Take back</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>Print sheets of a day…</source>
            <translation>打印某天的单据…</translation>
        </message>
        <message>
            <source>Enter opens · M moves, + and − by five minutes · Del deletes · Ctrl+Z takes back</source>
            <translation>Enter 打开 · M 移动，+ 和 − 每次调 5 分钟 · Del 删除 · Ctrl+Z 撤销</translation>
        </message>
        <message>
            <source>This month</source>
            <translation>本月</translation>
        </message>
        <message>
            <source>Made from the plans</source>
            <translation>已按计划生成</translation>
        </message>
        <message>
            <source>The week is copied: go to another one and paste it (Ctrl+V).</source>
            <translation>本周已复制：翻到另一周再粘贴（Ctrl+V）。</translation>
        </message>
        <message>
            <source>From the plans of the people you serve, one step makes the month: who comes to whom and when, with certificates, leave, ways and hours kept in mind. You move the rest.</source>
            <translation>根据各对象的服务计划一步排好全月：谁在什么时候去谁家，证件、请假、路程和工时都已考虑；其余由您挪动。</translation>
        </message>
        <message>
            <source>Enter opens · Del deletes · Ctrl+N adds · Ctrl+Z takes back</source>
            <translation>Enter 打开 · Del 删除 · Ctrl+N 新增 · Ctrl+Z 撤销</translation>
        </message>
    </context>
    <context>
        <name>ScheduleWords</name>
        <message>
            <source>nobody yet</source>
            <extracomment>How many conflicts a sentence names before it counts the rest.</extracomment>
            <translation>待定</translation>
        </message>
        <message>
            <source>{name} · {day} {time}</source>
            <translation>{name} · {day} {time}</translation>
        </message>
        <message>
            <source>{place}: nothing speaks against it</source>
            <translation>{place}：没有冲突</translation>
        </message>
        <message numerus="yes">
            <source> (and %n more)</source>
            <translation>
                <numerusform>（另有 %n 处）</numerusform>
            </translation>
        </message>
        <message>
            <source>{visits} of the plan are neither made nor scheduled this month ({people}).</source>
            <translation>本月计划中还有 {visits}没有完成也没有排班（{people}）。</translation>
        </message>
        <message numerus="yes">
            <source>%n visit(s)</source>
            <translation>
                <numerusform>%n 次服务</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n recipient(s)</source>
            <translation>
                <numerusform>%n 位对象</numerusform>
            </translation>
        </message>
        <message>
            <source>Nothing had to be added.</source>
            <translation>没有需要新增的排班。</translation>
        </message>
        <message>
            <source>{visits} added for {people}, {time} in all.</source>
            <translation>已为 {people}排上 {visits}，共 {time}。</translation>
        </message>
        <message numerus="yes">
            <source>%n visit(s) copied.</source>
            <translation>
                <numerusform>已复制 %n 次排班。</numerusform>
            </translation>
        </message>
        <message>
            <source>{name} {day} {time}: {why}</source>
            <translation>{name} {day} {time}：{why}</translation>
        </message>
        <message numerus="yes">
            <source>%n left out, such as {example}</source>
            <translation>
                <numerusform>%n 次未复制，如 {example}</numerusform>
            </translation>
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
        <name>SegmentedTabs</name>
        <message>
            <source>Tabs before</source>
            <translation>前面的标签</translation>
        </message>
        <message>
            <source>Tabs after</source>
            <translation>后面的标签</translation>
        </message>
    </context>
    <context>
        <name>SettingsPage</name>
        <message>
            <source>Agency and platform</source>
            <translation>机构与平台</translation>
        </message>
        <message>
            <source>Language and look</source>
            <translation>语言和外观</translation>
        </message>
        <message>
            <source>Catalogue</source>
            <translation>服务目录</translation>
        </message>
        <message>
            <source>Rating rules</source>
            <translation>评级规则</translation>
        </message>
        <message>
            <source>This PC</source>
            <translation>本机</translation>
        </message>
        <message>
            <source>Verify every byte</source>
            <translation>核验全部数据</translation>
        </message>
        <message>
            <source>Check this PC</source>
            <translation>检查本机</translation>
        </message>
        <message>
            <source>Back up now</source>
            <extracomment>Tabs by name, in their order; a destination names one.</extracomment>
            <translation>立即备份</translation>
        </message>
        <message>
            <source>Backups</source>
            <translation>备份</translation>
        </message>
        <message>
            <source>Erasing</source>
            <translation>数据删除</translation>
        </message>
        <message>
            <source>People</source>
            <translation>用户</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>密钥与口令</translation>
        </message>
        <message>
            <source>Audit trail</source>
            <translation>操作日志</translation>
        </message>
    </context>
    <context>
        <name>SettlementPart</name>
        <message>
            <source>Use these prices</source>
            <extracomment>More yuan than any month of an agency.</extracomment>
            <translation>使用此单价</translation>
        </message>
        <message>
            <source>Confirm and lock the month</source>
            <translation>确认结算并锁定</translation>
        </message>
        <message>
            <source>Yes, settle and lock</source>
            <translation>确定结算，锁定本月</translation>
        </message>
        <message>
            <source>Settlement</source>
            <translation>结算</translation>
        </message>
        <message>
            <source>Take off</source>
            <translation>扣款</translation>
        </message>
        <message numerus="yes">
            <source>%n visit(s)</source>
            <translation>
                <numerusform>%n 次</numerusform>
            </translation>
        </message>
        <message>
            <source>taken off {amount}</source>
            <translation>扣款 {amount} 元</translation>
        </message>
        <message>
            <source>to be paid {amount} yuan</source>
            <translation>实付 {amount} 元</translation>
        </message>
        <message>
            <source>This is no amount.</source>
            <translation>金额不正确。</translation>
        </message>
        <message>
            <source>Say why it is taken off.</source>
            <translation>请写明扣款原因。</translation>
        </message>
        <message>
            <source>{month} is settled and locked. It goes with the next upload.</source>
            <translation>{month}已结算并锁定，下次上报时送出。</translation>
        </message>
        <message>
            <source>To upload</source>
            <translation>去上报</translation>
        </message>
        <message>
            <source>Not confirmed</source>
            <translation>未确认</translation>
        </message>
        <message>
            <source>Settled by {name}, {state}</source>
            <translation>已由{name}结算，{state}</translation>
        </message>
        <message>
            <source>Recipient</source>
            <translation>救助对象</translation>
        </message>
        <message>
            <source>Visits</source>
            <translation>次数</translation>
        </message>
        <message>
            <source>Minutes</source>
            <translation>分钟</translation>
        </message>
        <message>
            <source>Before</source>
            <translation>应付</translation>
        </message>
        <message>
            <source>Taken off</source>
            <translation>扣款</translation>
        </message>
        <message>
            <source>To be paid</source>
            <translation>实付</translation>
        </message>
        <message>
            <source>Yuan a visit</source>
            <translation>每次（元）</translation>
        </message>
        <message>
            <source>Yuan an hour</source>
            <translation>每小时（元）</translation>
        </message>
        <message>
            <source>Take off (yuan)</source>
            <translation>扣款（元）</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>原因</translation>
        </message>
    </context>
    <context>
        <name>Sheet</name>
        <message>
            <source>{told} {step}</source>
            <extracomment>Widths beyond which lines get too long to read (Qt's pixels at 100 %).</extracomment>
            <translation>{told}{step}</translation>
        </message>
    </context>
    <context>
        <name>SheetPrinting</name>
        <message>
            <source>Print sheets of a day</source>
            <translation>打印某天的单据</translation>
        </message>
        <message>
            <source>Save the sheets</source>
            <translation>保存单据</translation>
        </message>
        <message numerus="yes">
            <source>%n page(s)</source>
            <translation>
                <numerusform>%n 页</numerusform>
            </translation>
        </message>
        <message>
            <source>{name} saved, {size}</source>
            <translation>已保存 {name}，{size}</translation>
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
        <name>SignInPage</name>
        <message>
            <source>Sign in</source>
            <translation>登录</translation>
        </message>
        <message>
            <source>Every entry carries the name of who wrote it. The records of this PC are locked.</source>
            <translation>每条记录都会署上录入人的姓名。本机数据已锁定。</translation>
        </message>
        <message>
            <source>&amp;Name</source>
            <translation>姓名(&amp;N)</translation>
        </message>
        <message>
            <source>&amp;Password</source>
            <translation>密码(&amp;P)</translation>
        </message>
        <message>
            <source>Pass&amp;phrase of this PC's data</source>
            <translation>本机数据口令(&amp;H)</translation>
        </message>
        <message>
            <source>No keyring opens the data here: the office's passphrase is needed as well.</source>
            <translation>本机没有可用的密钥环，还需要输入本机构的数据口令。</translation>
        </message>
        <message>
            <source>Name and password do not belong together. Look at Caps Lock and the input method.</source>
            <translation>姓名与密码不符。请检查大写锁定和输入法后再试。</translation>
        </message>
    </context>
    <context>
        <name>StaffEditor</name>
        <message>
            <source>Names or initials, commas between</source>
            <translation>姓名或首字母，多人用逗号分开</translation>
        </message>
        <message>
            <source>Name or initials</source>
            <translation>姓名或首字母</translation>
        </message>
    </context>
    <context>
        <name>StaffForm</name>
        <message>
            <source>Certificates</source>
            <translation>证书</translation>
        </message>
        <message>
            <source>Leave</source>
            <translation>请假</translation>
        </message>
        <message>
            <source>Days as 2027-06-11 or 20270611; empty = none or open.</source>
            <translation>日期写作 2027-06-11 或 20270611，留空表示没有或长期。</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>工号</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>姓名</translation>
        </message>
        <message>
            <source>Id number</source>
            <translation>身份证号</translation>
        </message>
        <message>
            <source>Post</source>
            <translation>岗位</translation>
        </message>
        <message>
            <source>Phone</source>
            <translation>电话</translation>
        </message>
        <message>
            <source>On the roster from</source>
            <translation>在册起始日</translation>
        </message>
        <message>
            <source>On the roster until</source>
            <translation>在册截止日</translation>
        </message>
        <message>
            <source>None</source>
            <translation>不添加</translation>
        </message>
        <message>
            <source>Its number</source>
            <translation>证书编号</translation>
        </message>
        <message>
            <source>Valid until</source>
            <translation>有效期至</translation>
        </message>
        <message>
            <source>Add a certificate</source>
            <translation>添加证书</translation>
        </message>
        <message>
            <source>From</source>
            <translation>自</translation>
        </message>
        <message>
            <source>Until</source>
            <translation>至</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Type the name.</source>
            <translation>请填写姓名。</translation>
        </message>
        <message>
            <source>Somebody else has this number.</source>
            <translation>这个工号已有人使用。</translation>
        </message>
        <message>
            <source>Type a number.</source>
            <translation>请填写工号。</translation>
        </message>
        <message>
            <source>Type the first day.</source>
            <translation>请填写起始日。</translation>
        </message>
        <message>
            <source>This is before the first day.</source>
            <translation>早于起始日。</translation>
        </message>
        <message>
            <source>This is no valid id number.</source>
            <translation>身份证号不正确。</translation>
        </message>
        <message>
            <source>This is no phone number.</source>
            <translation>电话号码不正确。</translation>
        </message>
        <message>
            <source>Choose the kind of certificate too.</source>
            <translation>请选择证书种类。</translation>
        </message>
        <message>
            <source>This is no day.</source>
            <translation>日期不正确。</translation>
        </message>
        <message>
            <source>Health certificate until</source>
            <translation>健康证有效期至</translation>
        </message>
        <message>
            <source>{certificate} until</source>
            <translation>{certificate}有效期至</translation>
        </message>
    </context>
    <context>
        <name>StaffTab</name>
        <message>
            <source>Staff</source>
            <translation>服务人员</translation>
        </message>
        <message>
            <source>No staff yet</source>
            <translation>还没有服务人员</translation>
        </message>
        <message>
            <source>Import the roster from a spreadsheet, or add people one by one. Checks of visits and the rating look at their certificates and leave.</source>
            <translation>可以从表格导入花名册，也可以逐个添加。服务记录核查和评级会用到证书和请假。</translation>
        </message>
        <message>
            <source>Import a roster…</source>
            <translation>导入花名册</translation>
        </message>
        <message>
            <source>Name, initials or number</source>
            <translation>姓名、拼音首字母或工号</translation>
        </message>
        <message>
            <source>Find a staff member</source>
            <translation>查找服务人员</translation>
        </message>
        <message>
            <source>Also those who left</source>
            <translation>包括已离岗</translation>
        </message>
        <message>
            <source>Enter opens somebody, to renew a certificate or record leave</source>
            <translation>回车打开，可更新证书、登记请假</translation>
        </message>
        <message numerus="yes">
            <source>%n on the list</source>
            <translation>
                <numerusform>共 %n 人</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>StaffWords</name>
        <message>
            <source>Name</source>
            <extracomment>Days before the end of a certificate at which it is time to renew it; ratings turn yellow then.</extracomment>
            <translation>姓名</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>工号</translation>
        </message>
        <message>
            <source>Id number</source>
            <translation>身份证号</translation>
        </message>
        <message>
            <source>Post</source>
            <translation>岗位</translation>
        </message>
        <message>
            <source>Certificates</source>
            <translation>证书</translation>
        </message>
        <message>
            <source>Next to expire</source>
            <translation>最近到期</translation>
        </message>
        <message>
            <source>Leave</source>
            <translation>请假</translation>
        </message>
        <message>
            <source>Roster</source>
            <translation>在册</translation>
        </message>
        <message>
            <source>Health certificate</source>
            <translation>健康证</translation>
        </message>
        <message>
            <source>Not on the roster</source>
            <translation>不在册</translation>
        </message>
        <message>
            <source>No certificate</source>
            <translation>没有证书</translation>
        </message>
        <message>
            <source>Does not expire</source>
            <translation>长期有效</translation>
        </message>
        <message>
            <source>{certificate} expired {day}</source>
            <translation>{certificate}已过期 {day}</translation>
        </message>
        <message>
            <source>{certificate} {day}</source>
            <translation>{certificate} {day}</translation>
        </message>
        <message>
            <source>on leave</source>
            <translation>请假中</translation>
        </message>
        <message>
            <source>until {day}</source>
            <translation>请假至{day}</translation>
        </message>
        <message>
            <source>from {day}</source>
            <translation>{day}起请假</translation>
        </message>
        <message>
            <source>left {day}</source>
            <translation>{day} 离岗</translation>
        </message>
        <message>
            <source>since {day}</source>
            <translation>{day} 起</translation>
        </message>
    </context>
    <context>
        <name>StatusBar</name>
        <message>
            <source>State of the exchange</source>
            <extracomment>No light yet, official or estimated. The data are on this PC, and nobody else works on them.</extracomment>
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
        <message>
            <source>Connected to the platform</source>
            <translation>已连接监管平台</translation>
        </message>
        <message>
            <source>The agency's database is away: typing goes on</source>
            <translation>机构数据库暂时连不上，可以继续录入</translation>
        </message>
        <message numerus="yes">
            <source>%n draft(s) kept on this PC</source>
            <translation>
                <numerusform>%n 条草稿暂存在本机</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n draft(s) changed by two people</source>
            <translation>
                <numerusform>%n 条草稿被两人同时修改</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SummaryTable</name>
        <message>
            <source>Planned</source>
            <translation>计划</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>时长</translation>
        </message>
        <message>
            <source>Not done</source>
            <translation>未完成</translation>
        </message>
        <message>
            <source>Visits made</source>
            <translation>完成</translation>
        </message>
    </context>
    <context>
        <name>ToDeal</name>
        <message>
            <source>To deal with</source>
            <extracomment>Returned records shown; nobody works through more in one sitting.</extracomment>
            <translation>待处理</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Date</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Recipient</source>
            <translation>对象</translation>
        </message>
        <message>
            <source>Staff</source>
            <translation>服务人员</translation>
        </message>
        <message>
            <source>Items</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>What stands against it</source>
            <translation>问题</translation>
        </message>
        <message>
            <source>Nothing to deal with</source>
            <translation>没有待处理的记录</translation>
        </message>
        <message>
            <source>Returned by the regulator; open it to read why.</source>
            <translation>监管已退回，打开可看原因。</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>Correct</source>
            <translation>更正</translation>
        </message>
        <message>
            <source>Drafts held back and records that the regulator returned appear here with their reason.</source>
            <translation>未通过核对的草稿和被监管退回的记录会连同原因列在这里。</translation>
        </message>
        <message>
            <source>Correct all alike</source>
            <translation>批量更正同类</translation>
        </message>
    </context>
    <context>
        <name>TodayPage</name>
        <message>
            <source>Log visits</source>
            <extracomment>Where a kind of row is dealt with, if not at the record it names: the tab of a section.</extracomment>
            <translation>录入服务记录</translation>
        </message>
        <message>
            <source>Planned today</source>
            <translation>今日计划</translation>
        </message>
        <message>
            <source>Done this month</source>
            <translation>本月完成</translation>
        </message>
        <message>
            <source>To upload</source>
            <translation>待上报</translation>
        </message>
        <message>
            <source>Until the lock</source>
            <translation>距锁定</translation>
        </message>
        <message>
            <source>Weight</source>
            <translation>轻重</translation>
        </message>
        <message>
            <source>What to do (by what is at stake for the light)</source>
            <translation>要做的事（按对评级的影响排序）</translation>
        </message>
        <message>
            <source>Affects</source>
            <translation>影响</translation>
        </message>
        <message>
            <source>Deadline</source>
            <translation>期限</translation>
        </message>
        <message>
            <source>What to do</source>
            <translation>要做的事</translation>
        </message>
        <message>
            <source>Nothing waits today</source>
            <translation>今天没有待办</translation>
        </message>
        <message>
            <source>Visits due, records that came back, new assignments and certificates that expire appear here, what matters most for the light first.</source>
            <translation>到期的服务、退回的记录、新派单、将到期的证件都会列在这里，对评级影响最大的排在最前。</translation>
        </message>
        <message>
            <source>Deal with the row</source>
            <translation>办理选中的一项</translation>
        </message>
        <message numerus="yes">
            <source>%n more of less weight</source>
            <translation>
                <numerusform>另有 %n 项影响较小</numerusform>
            </translation>
        </message>
        <message>
            <source>Morning sheet…</source>
            <translation>打印晨会单…</translation>
        </message>
        <message>
            <source>Save the morning sheet</source>
            <translation>保存晨会单</translation>
        </message>
        <message>
            <source>morning_sheet_{day}</source>
            <translation>晨会单_{day}</translation>
        </message>
        <message>
            <source>{name} saved</source>
            <translation>{name} 已保存</translation>
        </message>
        <message>
            <source>Open to print</source>
            <translation>打开打印</translation>
        </message>
    </context>
    <context>
        <name>TodayWords</name>
        <message>
            <source>At stake</source>
            <translation>紧要</translation>
        </message>
        <message>
            <source>Soon</source>
            <translation>留意</translation>
        </message>
        <message>
            <source>To do</source>
            <translation>待办</translation>
        </message>
        <message numerus="yes">
            <source>%n day(s) overdue</source>
            <translation>
                <numerusform>已逾期 %n 天</numerusform>
            </translation>
        </message>
        <message>
            <source>today</source>
            <translation>今天</translation>
        </message>
        <message numerus="yes">
            <source>%n day(s) left</source>
            <translation>
                <numerusform>还剩 %n 天</numerusform>
            </translation>
        </message>
        <message>
            <source>{count} logged</source>
            <translation>已录 {count}</translation>
        </message>
        <message>
            <source>{count} missed earlier</source>
            <translation>逾期 {count}</translation>
        </message>
        <message numerus="yes">
            <source>%n visit(s)</source>
            <translation>
                <numerusform>%n 次</numerusform>
            </translation>
        </message>
        <message>
            <source>no visits due yet this month</source>
            <translation>本月尚无到期计划</translation>
        </message>
        <message>
            <source>green {bound}</source>
            <translation>绿灯线 {bound}</translation>
        </message>
        <message numerus="yes">
            <source>%n record(s)</source>
            <translation>
                <numerusform>%n 条</numerusform>
            </translation>
        </message>
        <message>
            <source>not joined to a platform</source>
            <translation>尚未加入监管平台</translation>
        </message>
        <message>
            <source>stopped: see Upload</source>
            <translation>已停止，见“上报”</translation>
        </message>
        <message>
            <source>offline, will go by themselves</source>
            <translation>暂无网络，联网后自动上报</translation>
        </message>
        <message>
            <source>nothing uploaded yet</source>
            <translation>还没有上报过</translation>
        </message>
        <message>
            <source>last upload {time}</source>
            <translation>上次上报 {time}</translation>
        </message>
        <message>
            <source>no date published yet</source>
            <translation>锁定日期尚未公布</translation>
        </message>
        <message numerus="yes">
            <source>%n day(s)</source>
            <translation>
                <numerusform>%n 天</numerusform>
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
    <context>
        <name>UnlockPage</name>
        <message>
            <source>Unlock the records of this PC</source>
            <translation>打开本机数据</translation>
        </message>
        <message>
            <source>&amp;Passphrase</source>
            <translation>口令(&amp;P)</translation>
        </message>
        <message>
            <source>Unlock</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>That is not the passphrase. Look at Caps Lock and the input method, then try again.</source>
            <translation>口令不正确。请检查大写锁定和输入法，再试一次。</translation>
        </message>
        <message>
            <source>They are encrypted with a passphrase that nobody can recover.</source>
            <translation>数据已加密。口令遗失无法找回。</translation>
        </message>
        <message>
            <source>Restore a backup…</source>
            <translation>恢复备份…</translation>
        </message>
    </context>
    <context>
        <name>UploadPage</name>
        <message>
            <source>Upload now</source>
            <extracomment>The lists are never lower than a few rows (dp); below that the page scrolls.</extracomment>
            <translation>立即上报</translation>
        </message>
        <message>
            <source>To upload</source>
            <translation>待上报</translation>
        </message>
        <message>
            <source>Being checked</source>
            <translation>核对中</translation>
        </message>
        <message>
            <source>Accepted</source>
            <translation>已采纳</translation>
        </message>
        <message>
            <source>To put right</source>
            <translation>需处理</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>待上报</translation>
        </message>
        <message>
            <source>Came back</source>
            <translation>退回</translation>
        </message>
        <message>
            <source>Receipts</source>
            <translation>回执</translation>
        </message>
        <message>
            <source>Save the receipt…</source>
            <translation>保存回执…</translation>
        </message>
        <message>
            <source>Correct the record</source>
            <translation>更正记录</translation>
        </message>
        <message>
            <source>oldest from {time}</source>
            <translation>最早一条 {time}</translation>
        </message>
        <message>
            <source>everything is uploaded</source>
            <translation>全部已上报</translation>
        </message>
        <message>
            <source>no contact yet</source>
            <translation>还没有联系过平台</translation>
        </message>
        <message>
            <source>last contact {time}</source>
            <translation>最近联系 {time}</translation>
        </message>
        <message>
            <source>last receipt {time}</source>
            <translation>最近回执 {time}</translation>
        </message>
        <message>
            <source>{count} returned</source>
            <translation>退回 {count}</translation>
        </message>
        <message>
            <source>{count} on hold</source>
            <translation>暂缓 {count}</translation>
        </message>
        <message>
            <source>{count} in conflict</source>
            <translation>冲突 {count}</translation>
        </message>
        <message>
            <source>nothing came back</source>
            <translation>没有退回</translation>
        </message>
        <message numerus="yes">
            <source>{month} locks in %n day(s)</source>
            <translation>
                <numerusform>{month}记录锁定还剩 %n 天</numerusform>
            </translation>
        </message>
        <message>
            <source>Talking to the platform</source>
            <translation>正在连接监管平台</translation>
        </message>
        <message>
            <source>Uploading records</source>
            <translation>正在上报记录</translation>
        </message>
        <message>
            <source>Fetching answers and assignments</source>
            <translation>正在接收核对结果和派单</translation>
        </message>
        <message>
            <source>Save the receipt</source>
            <translation>保存回执</translation>
        </message>
        <message>
            <source>receipt_{number}.carereceipt</source>
            <translation>回执_{number}.carereceipt</translation>
        </message>
        <message>
            <source>Receipt saved as {name}</source>
            <translation>回执已保存为 {name}</translation>
        </message>
        <message>
            <source>Write a package to a USB stick…</source>
            <translation>写上报包到 U 盘…</translation>
        </message>
        <message>
            <source>Read a receipt from a USB stick…</source>
            <translation>从 U 盘读回执…</translation>
        </message>
        <message>
            <source>To a USB stick…</source>
            <translation>写入 U 盘…</translation>
        </message>
        <message>
            <source>Receipt from a stick…</source>
            <translation>读回执…</translation>
        </message>
        <message>
            <source>Enrolling this PC anew</source>
            <translation>正在重新登记本机</translation>
        </message>
        <message>
            <source>This PC is enrolled anew; what the platform lacks is being uploaded</source>
            <translation>本机已重新登记，正在上报平台缺少的记录</translation>
        </message>
        <message>
            <source>Correct all alike</source>
            <translation>批量更正同类</translation>
        </message>
        <message>
            <source>Uploading photos and scans (KB)</source>
            <translation>正在上传照片和扫描件（KB）</translation>
        </message>
    </context>
    <context>
        <name>UsersPart</name>
        <message>
            <source>People</source>
            <translation>用户</translation>
        </message>
        <message>
            <source>Nobody signs in here: whoever opens the program may do everything. Where several people share this PC, let each sign in, so that every entry says who made it.</source>
            <translation>目前不需要登录，打开程序的人可以办理全部业务。多人共用本机时，请启用用户登录，使每条记录都有准确的录入人。</translation>
        </message>
        <message>
            <source>Each works under a name of their own, and may what their role says.</source>
            <translation>每人用自己的姓名登录，按角色办理业务。</translation>
        </message>
        <message>
            <source>An administrator keeps the list of people.</source>
            <translation>用户名单由管理员维护。</translation>
        </message>
        <message>
            <source>Add somebody</source>
            <translation>添加用户</translation>
        </message>
        <message>
            <source>Let people sign in</source>
            <translation>启用用户登录</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>添加</translation>
        </message>
        <message>
            <source>Begin, as administrator</source>
            <translation>启用，并设为管理员</translation>
        </message>
        <message>
            <source>signed in now</source>
            <translation>当前登录</translation>
        </message>
        <message>
            <source>may sign in</source>
            <translation>可登录</translation>
        </message>
        <message>
            <source>may not sign in</source>
            <translation>已停用</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>姓名</translation>
        </message>
        <message>
            <source>Role</source>
            <translation>角色</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Last signed in</source>
            <translation>上次登录</translation>
        </message>
        <message>
            <source>&amp;Name</source>
            <translation>姓名(&amp;N)</translation>
        </message>
        <message>
            <source>&amp;Role</source>
            <translation>角色(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Password</source>
            <translation>密码(&amp;P)</translation>
        </message>
        <message>
            <source>At least 8 signs; no name, no date. The person changes it after signing in.</source>
            <translation>至少 8 个字符，不用姓名、日期。本人登录后自行修改。</translation>
        </message>
        <message>
            <source>Password a&amp;gain</source>
            <translation>再次输入密码(&amp;G)</translation>
        </message>
        <message>
            <source>Ne&amp;w password</source>
            <translation>新密码(&amp;W)</translation>
        </message>
        <message>
            <source>For somebody who forgot theirs.</source>
            <translation>用于忘记密码的用户。</translation>
        </message>
        <message>
            <source>Give the role</source>
            <translation>变更角色</translation>
        </message>
        <message>
            <source>Set the password</source>
            <translation>重设密码</translation>
        </message>
        <message>
            <source>R&amp;ole</source>
            <translation>角色(&amp;O)</translation>
        </message>
        <message>
            <source>My own password</source>
            <translation>我的密码</translation>
        </message>
        <message>
            <source>Password &amp;until now</source>
            <translation>原密码(&amp;U)</translation>
        </message>
        <message>
            <source>New password &amp;of mine</source>
            <translation>我的新密码(&amp;O)</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>修改</translation>
        </message>
        <message>
            <source>Change my own password</source>
            <translation>修改我的密码</translation>
        </message>
        <message numerus="yes">
            <source>After %n minute(s)</source>
            <translation>
                <numerusform>%n 分钟后</numerusform>
            </translation>
        </message>
        <message>
            <source>Never by itself</source>
            <translation>不自动锁定</translation>
        </message>
        <message>
            <source>&amp;Lock the window</source>
            <translation>锁定窗口(&amp;L)</translation>
        </message>
        <message>
            <source>When nobody touches anything. What was typed is stored; Ctrl+L locks at once.</source>
            <translation>无人操作时自动锁定，已录入的内容会先保存；按 Ctrl+L 立即锁定。</translation>
        </message>
        <message>
            <source>A name is needed.</source>
            <translation>请填写姓名。</translation>
        </message>
        <message>
            <source>The two are not the same.</source>
            <translation>两次输入不一致。</translation>
        </message>
        <message>
            <source>{name} can sign in</source>
            <translation>{name}可以登录了</translation>
        </message>
        <message>
            <source>Change {name}</source>
            <translation>变更{name}</translation>
        </message>
        <message>
            <source>Choose somebody above</source>
            <translation>请先在上方选择用户</translation>
        </message>
        <message>
            <source>No more signing in</source>
            <translation>停用</translation>
        </message>
        <message>
            <source>Let sign in again</source>
            <translation>恢复登录</translation>
        </message>
        <message>
            <source>{name} was changed</source>
            <translation>{name}已变更</translation>
        </message>
        <message>
            <source>Your password is changed</source>
            <translation>密码已修改</translation>
        </message>
    </context>
    <context>
        <name>VersionTable</name>
        <message>
            <source>Version {number}</source>
            <translation>第 {number} 版</translation>
        </message>
        <message>
            <source>Changed in this version</source>
            <translation>本版有改动</translation>
        </message>
        <message>
            <source>Recipient</source>
            <translation>对象</translation>
        </message>
        <message>
            <source>Staff</source>
            <translation>服务人员</translation>
        </message>
        <message>
            <source>Captured in</source>
            <translation>签到（采集）</translation>
        </message>
        <message>
            <source>Captured out</source>
            <translation>签退（采集）</translation>
        </message>
        <message>
            <source>Corrected in</source>
            <translation>签到（更正）</translation>
        </message>
        <message>
            <source>Corrected out</source>
            <translation>签退（更正）</translation>
        </message>
        <message>
            <source>Duration</source>
            <translation>时长</translation>
        </message>
        <message>
            <source>Items</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Signed</source>
            <translation>签字</translation>
        </message>
        <message>
            <source>Evidence</source>
            <translation>凭证</translation>
        </message>
        <message>
            <source>Satisfaction</source>
            <translation>满意度</translation>
        </message>
        <message>
            <source>Remarks</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>Found out by</source>
            <translation>核实方式</translation>
        </message>
        <message>
            <source>Attested by</source>
            <translation>确认人</translation>
        </message>
        <message>
            <source>not captured</source>
            <translation>未采集</translation>
        </message>
    </context>
    <context>
        <name>VisitColumns</name>
        <message>
            <source>Date</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Recipient</source>
            <translation>对象</translation>
        </message>
        <message>
            <source>Staff</source>
            <translation>服务人员</translation>
        </message>
        <message>
            <source>Times</source>
            <translation>起止时间</translation>
        </message>
        <message>
            <source>Items</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Minutes</source>
            <translation>分钟</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Findings</source>
            <translation>核对结果</translation>
        </message>
    </context>
    <context>
        <name>VisitView</name>
        <message>
            <source>Back to the list</source>
            <translation>返回列表</translation>
        </message>
        <message>
            <source>Withdraw…</source>
            <translation>撤回…</translation>
        </message>
        <message>
            <source>Correct</source>
            <translation>更正</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>返回</translation>
        </message>
        <message>
            <source>The visit</source>
            <translation>服务记录</translation>
        </message>
        <message>
            <source>As captured and as it counts</source>
            <translation>原始采集与更正对照</translation>
        </message>
        <message>
            <source>Receipt and verdict</source>
            <translation>回执与审核</translation>
        </message>
        <message>
            <source>Version {number}</source>
            <translation>第 {number} 版</translation>
        </message>
        <message>
            <source>Sealed</source>
            <translation>封存</translation>
        </message>
        <message>
            <source>Entry</source>
            <translation>条目</translation>
        </message>
        <message>
            <source>no receipt yet</source>
            <translation>尚无回执</translation>
        </message>
        <message>
            <source>Receipt</source>
            <translation>回执</translation>
        </message>
        <message>
            <source>The regulator has not answered yet.</source>
            <translation>监管尚未答复。</translation>
        </message>
        <message>
            <source>Evidence</source>
            <translation>凭证</translation>
        </message>
        <message>
            <source>No scan or photo is bound to this record.</source>
            <translation>本记录没有附扫描件或照片。</translation>
        </message>
        <message>
            <source>Reasons given</source>
            <translation>已说明的原因</translation>
        </message>
        <message>
            <source>Who did what</source>
            <translation>操作经过</translation>
        </message>
        <message>
            <source>The record is withdrawn; the regulator hears of it with the next upload.</source>
            <translation>记录已撤回，下次上报时告知监管。</translation>
        </message>
        <message>
            <source>Record a call…</source>
            <translation>登记回访…</translation>
        </message>
    </context>
    <context>
        <name>VisitsPage</name>
        <message>
            <source>Import a table…</source>
            <extracomment>The field of a destination that asks for the form of a correction.</extracomment>
            <translation>导入表格…</translation>
        </message>
        <message>
            <source>Check and seal</source>
            <translation>核对并封存</translation>
        </message>
        <message>
            <source>Visits</source>
            <translation>服务记录</translation>
        </message>
        <message>
            <source>Quick entry</source>
            <translation>快速录入</translation>
        </message>
        <message>
            <source>All records</source>
            <translation>全部记录</translation>
        </message>
        <message>
            <source>To deal with</source>
            <translation>待处理</translation>
        </message>
        <message>
            <source>Corrections</source>
            <translation>更正历史</translation>
        </message>
        <message>
            <source>Log a visit</source>
            <translation>录入服务记录</translation>
        </message>
        <message>
            <source>Check and seal what is ready</source>
            <translation>核对并封存可上报的记录</translation>
        </message>
        <message>
            <source>Import a table</source>
            <translation>导入表格</translation>
        </message>
        <message>
            <source>Find in the list</source>
            <translation>在列表中查找</translation>
        </message>
        <message>
            <source>Back to the list</source>
            <translation>返回列表</translation>
        </message>
        <message>
            <source>Correct this visit</source>
            <translation>更正这条记录</translation>
        </message>
        <message numerus="yes">
            <source>Check and seal %n</source>
            <translation>
                <numerusform>核对并封存 %n 条</numerusform>
            </translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>照片凭证</translation>
        </message>
    </context>
    <context>
        <name>WaitingList</name>
        <message>
            <source>Number</source>
            <translation>序号</translation>
        </message>
        <message>
            <source>What</source>
            <translation>内容</translation>
        </message>
        <message>
            <source>Who</source>
            <translation>对象</translation>
        </message>
        <message>
            <source>Sealed</source>
            <translation>封存</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>大小</translation>
        </message>
        <message>
            <source>Waiting to be uploaded</source>
            <translation>待上报</translation>
        </message>
        <message>
            <source>Nothing waits</source>
            <translation>没有待上报的记录</translation>
        </message>
        <message>
            <source>What you seal appears here and is uploaded by itself. Without a network it waits safely on this PC.</source>
            <translation>封存后的记录列在这里并自动上报。没有网络时安全地存在本机。</translation>
        </message>
    </context>
    <context>
        <name>WeekModel</name>
        <message>
            <source>Nobody yet</source>
            <extracomment>Lines that a staff member has at least, so that there is room to put something.</extracomment>
            <translation>待定</translation>
        </message>
        <message>
            <source>Staff</source>
            <translation>服务人员</translation>
        </message>
        <message>
            <source>today</source>
            <translation>今天</translation>
        </message>
        <message>
            <source>{week} this week, {month} this month</source>
            <translation>本周 {week}，本月 {month}</translation>
        </message>
        <message>
            <source>{place}: free</source>
            <translation>{place}：空</translation>
        </message>
    </context>
    <context>
        <name>WeekTable</name>
        <message>
            <source>Week by staff member</source>
            <extracomment>Minutes by which + and - shift an order while it is moved.</extracomment>
            <translation>按人员看周</translation>
        </message>
        <message>
            <source>free</source>
            <translation>可以</translation>
        </message>
    </context>
    <context>
        <name>WhoTab</name>
        <message>
            <source>What recipients cost</source>
            <translation>救助对象对评级的影响</translation>
        </message>
        <message>
            <source>Recipient</source>
            <translation>对象</translation>
        </message>
        <message>
            <source>What staff cost</source>
            <translation>服务人员对评级的影响</translation>
        </message>
        <message>
            <source>Staff member</source>
            <translation>服务人员</translation>
        </message>
        <message>
            <source>Records and visits missing, per person. A visit that was due counts for the recipient alone; a visit done by two counts for both.</source>
            <translation>每人缺少的服务和未达标的记录。应做未做的服务只算在对象名下；两人共同完成的服务，两人都算。</translation>
        </message>
        <message>
            <source>Nobody costs the light anything</source>
            <translation>没有人影响评级</translation>
        </message>
        <message>
            <source>Whoever misses visits or has records that fail appears here.</source>
            <translation>缺少服务或记录未达标的人会列在这里。</translation>
        </message>
        <message>
            <source>Costs</source>
            <translation>缺</translation>
        </message>
        <message>
            <source>Of which</source>
            <translation>其中</translation>
        </message>
        <message>
            <source>Records</source>
            <translation>看记录</translation>
        </message>
    </context>
    <context>
        <name>WithdrawStrip</name>
        <message>
            <source>Withdraw this record?</source>
            <translation>撤回这条记录？</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>Choose a reason</source>
            <translation>请选择原因</translation>
        </message>
        <message>
            <source>Memo</source>
            <translation>说明</translation>
        </message>
        <message>
            <source>Withdraw</source>
            <translation>撤回</translation>
        </message>
        <message>
            <source>Keep it</source>
            <translation>保留</translation>
        </message>
        <message>
            <source>It then counts as never made. It stays in the chain with your reason and cannot come back.</source>
            <translation>撤回后视为未提交。记录连同原因仍保留在链上，不能恢复。</translation>
        </message>
    </context>
    <context>
        <name>_Groups</name>
        <message>
            <source>Who</source>
            <translation>看清单</translation>
        </message>
    </context>
    <context>
        <name>_Said</name>
        <message>
            <source>Is this your agency?</source>
            <translation>这是贵机构吗？</translation>
        </message>
        <message>
            <source>Agency</source>
            <translation>机构</translation>
        </message>
        <message>
            <source>Unified social credit code</source>
            <translation>统一社会信用代码</translation>
        </message>
        <message>
            <source>Platform</source>
            <translation>监管平台</translation>
        </message>
        <message>
            <source>Valid until</source>
            <translation>有效期至</translation>
        </message>
    </context>
    <context>
        <name>_WhatIfStrip</name>
        <message>
            <source>Now</source>
            <extracomment>Below this width (dp) the third card goes into a line of its own. Width of one period, size of its mark, height of the whole (dp). Moved indicators that fit beside the lights. A row lower than in other tables, so that a day's work fits without scrolling. Only what is reached is ticked off.</extracomment>
            <translation>现在</translation>
        </message>
        <message numerus="yes">
            <source>→ with %n ticked</source>
            <translation>
                <numerusform>→ 做完勾选的 %n 件</numerusform>
            </translation>
        </message>
        <message>
            <source>→ tick below to see it move</source>
            <translation>→ 勾选下面的事，看灯怎样变</translation>
        </message>
        <message>
            <source>With what is ticked: {light}</source>
            <translation>勾选的都做完：{light}</translation>
        </message>
    </context>
</TS>
