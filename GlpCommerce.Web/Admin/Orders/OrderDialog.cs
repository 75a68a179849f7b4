using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Staff;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace GlpCommerce.Web.Admin.Orders;

/// <summary>
/// A question about one order. It closes when the answer was taken, and otherwise says why not and keeps what was typed.
/// A second press while the first is under way is not heard.
/// </summary>
public abstract class OrderDialog : ComponentBase
{
    private bool _isBusy;

    [Parameter, EditorRequired]
    public required Order Order { get; set; }

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; set; }

    [Inject]
    public required StaffSession Session { get; set; }

    protected IReadOnlyList<Problem> Problems { get; set; } = [];

    protected Problem? On(string field) => Problems.FirstOrDefault(p => p.Field == field);

    /// <summary>The name under which what is typed about this order is kept.</summary>
    protected string Kept(string what) => $"{what} {Order.Number}";

    protected async Task ActAsync(Func<Actor, Task<Result<long>>> act)
    {
        if (_isBusy)
        {
            return;
        }

        try
        {
            _isBusy = true;
            var done = await act(await Session.ActorAsync());
            Problems = done.Problems;
            if (done.Succeeded)
            {
                Dialog.Close();
            }
        }
        finally
        {
            _isBusy = false;
        }
    }
}
